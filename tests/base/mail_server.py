"""A mail server for tests, on this computer only, that fails in the ways that servers do."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.conversations += 1
        self.say("CONNECT", "220 tests")
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper()
            if word == "DATA":
                self.say(word, "354 go on")
                self.server.letters.append(message_from_bytes(self.letter()))
                word = "LETTER"
            self.say(word, "250 ok")

    def letter(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError("whoever sends is gone")
            lines.append(line)
        return b"".join(lines)

    def say(self, word, usual):
        self.server.before.get(word, bool)()
        self.wfile.write(f"{self.server.answers.get(word, usual)}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps the `letters` it was handed, with other `answers` than the usual ones if told so.

    What is called `before` an answer may keep it back. The words are CONNECT, EHLO, MAIL, RCPT,
    DATA, LETTER and QUIT.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.port = self.server_address[1]
        self.conversations, self.letters, self.answers, self.before = 0, [], {}, {}
        self.is_silent, self.speaks_again = threading.Event(), threading.Event()

    def fall_silent(self):
        self.is_silent.set()
        self.speaks_again.wait()

    def handle_error(self, request, client_address):
        """Whoever asked is gone, as those are that were killed or tired of waiting."""


@contextmanager
def running_mail_server():
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            yield server
        finally:
            server.speaks_again.set()
            server.shutdown()
