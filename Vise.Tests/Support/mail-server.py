"""A real SMTP server for tests: keeps each message as a file, and answers as the recipient's name asks.

refuse-*  no for good        later-*  not now        slow-*  keeps the message, answers a second later        cut-*  keeps it, hangs up

A file "hold" names a step (connected, ehlo, mail, rcpt, data, text, taken) at which it stops, says so in a file "held", and goes on when "hold" is gone.
"""
import asyncio
import pathlib
import sys
import uuid

from aiosmtpd.smtp import SMTP

FOLDER, PORT = pathlib.Path(sys.argv[1]), int(sys.argv[2])


async def at(step):
    hold = FOLDER / "hold"
    while hold.exists() and hold.read_text() == step:
        (FOLDER / "held").touch()
        await asyncio.sleep(0.01)


class Server(SMTP):
    async def _handle_client(self):
        (FOLDER / ("session-" + uuid.uuid4().hex)).touch()
        await at("connected")
        await super()._handle_client()

    async def smtp_DATA(self, arg):
        await at("data")
        return await super().smtp_DATA(arg)


class Keeper:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        await at("ehlo")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        await at("mail")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await at("rcpt")
        if address.startswith("refuse-"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later-"):
            return "451 4.3.0 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await at("text")
        for address in envelope.rcpt_tos:
            name = uuid.uuid4().hex
            (FOLDER / (name + ".part")).write_bytes(b"X-To: " + address.encode() + b"\r\n" + envelope.content)
            (FOLDER / (name + ".part")).rename(FOLDER / (name + ".eml"))
        await at("taken")
        if any(address.startswith("cut-") for address in envelope.rcpt_tos):
            server.transport.abort()
            return "451 gone"
        if any(address.startswith("slow-") for address in envelope.rcpt_tos):
            await asyncio.sleep(1)
        return "250 OK"


async def main():
    server = await asyncio.get_running_loop().create_server(lambda: Server(Keeper(), enable_SMTPUTF8=True), "127.0.0.1", PORT)
    await server.serve_forever()


asyncio.run(main())
