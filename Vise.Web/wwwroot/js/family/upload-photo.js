// A photo is sent as large as print needs and no larger; what can't be drawn here goes as it is.
const largeBytes = 1.5 * 1024 * 1024;
const longestSide = 2000;

/** Makes the file of a row smaller, once. */
export async function shrink(row) {
  if (row.isShrunk || row.file.size <= largeBytes || !/^image\/(jpeg|png|webp)$/.test(row.file.type)) return;
  row.isShrunk = true;
  try {
    const picture = await createImageBitmap(row.file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    if (!small || small.size >= row.file.size) return;
    row.file = small;
    row.name = row.name.replace(/\.\w+$/, "") + ".jpg";
  } catch { /* as it is */ }
}
