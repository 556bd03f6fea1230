"""A mail server for tests: takes what it is given into a folder, one file a message, as real ones take it.

usage: mail_server.py FOLDER [--port N] [--tls|--starttls CERT KEY] [--login USER PASSWORD] [--refuse ADDRESS] [--later]
Prints its port when it listens; ends with its standard input.
"""

import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Mailbox:
    def __init__(self, folder, refuse, later):
        self.folder, self.refuse, self.later, self.count = folder, refuse, later, len(os.listdir(folder))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == self.refuse:
            return "550 5.1.1 no such mailbox"
        if self.later:
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        path = os.path.join(self.folder, f"{self.count:04}.eml")
        with open(path + ".part", "wb") as file:
            file.write(envelope.original_content)
        os.rename(path + ".part", path)
        return "250 OK taken"


async def main(arguments):
    folder, port, context, wrap, login, refuse, later = arguments.pop(0), 0, None, False, None, None, False
    while arguments:
        option = arguments.pop(0)
        if option == "--port":
            port = int(arguments.pop(0))
        elif option in ("--tls", "--starttls"):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(arguments.pop(0), arguments.pop(0))
            wrap = option == "--tls"
        elif option == "--login":
            login = (arguments.pop(0).encode(), arguments.pop(0).encode())
        elif option == "--refuse":
            refuse = arguments.pop(0)
        elif option == "--later":
            later = True
    mailbox = Mailbox(folder, refuse, later)

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == login, handled=False)

    def protocol():
        return SMTP(
            mailbox,
            hostname="mail.test",
            tls_context=context if not wrap else None,
            require_starttls=context is not None and not wrap,
            authenticator=check if login else None,
            auth_required=login is not None,
            auth_require_tls=context is not None and not wrap,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", port, ssl=context if wrap else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main(sys.argv[1:]))
