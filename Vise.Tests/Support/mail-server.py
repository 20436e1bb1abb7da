"""A real SMTP server for tests: keeps each message as a file, and answers as the recipient's name asks.

refuse-*  no for good        later-*  not now        slow-*  keeps the message, answers a second later        cut-*  keeps it, hangs up
"""
import asyncio
import pathlib
import sys
import uuid

from aiosmtpd.smtp import SMTP

FOLDER, PORT = pathlib.Path(sys.argv[1]), int(sys.argv[2])


class Keeper:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse-"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later-"):
            return "451 4.3.0 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            name = uuid.uuid4().hex
            (FOLDER / (name + ".part")).write_bytes(b"X-To: " + address.encode() + b"\r\n" + envelope.content)
            (FOLDER / (name + ".part")).rename(FOLDER / (name + ".eml"))
        if any(address.startswith("cut-") for address in envelope.rcpt_tos):
            server.transport.abort()
            return "451 gone"
        if any(address.startswith("slow-") for address in envelope.rcpt_tos):
            await asyncio.sleep(1)
        return "250 OK"


async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Keeper(), enable_SMTPUTF8=True), "127.0.0.1", PORT)
    await server.serve_forever()


asyncio.run(main())
