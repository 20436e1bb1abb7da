// Passkeys: a form with data-passkey asks for its options, lets the browser make or show a passkey, and goes on with the answer.
const kinds = {
  create: options => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: options => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

async function answer(form) {
  const response = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (response.status === 422) {
    return { problem: await response.text() };
  }
  if (!response.ok) {
    return { problem: form.dataset.failed };
  }
  const credential = await kinds[form.dataset.passkey](await response.json());
  return { credential: JSON.stringify(credential) };
}

async function send(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  const button = form.querySelector("button");
  problem.hidden = true;
  button.disabled = true;
  let result;
  try {
    result = await answer(form);
  } catch {
    // closed, timed out, or no passkey there: the browser does not say which
    result = { problem: form.dataset.failed };
  }
  button.disabled = false;
  if (result.credential) {
    form.elements.credential.value = result.credential;
    form.submit();
    return;
  }
  problem.textContent = result.problem;
  problem.hidden = false;
}

if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", event => {
      event.preventDefault();
      send(form);
    });
  }
}
