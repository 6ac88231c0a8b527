import logging
import os
import signal
import sys
import time

from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.utils import timezone

from miko_portal.base import outbox

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    requires_system_checks = []  # run every minute, and they take most of the time
    help = "Sends the messages that are due. To be run every minute, or once with --every."

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="go on until stopped, with pauses of so many seconds",
        )
        parser.add_argument(
            "--starter",
            type=int,
            metavar="PID",
            help="the process that --every ends with, by default the one that started this",
        )

    def handle(self, *, every, starter, **options):
        if every:
            self._go_on(every, starter or os.getppid())
        else:
            self.stdout.write(f"{outbox.send_due(at=timezone.now())} messages sent.")

    def _go_on(self, every, starter):
        """Ends between two rounds, when told to or when whoever started it is gone.

        On SIGHUP it begins anew, with the code as it is then.
        """
        told = []
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda number, _frame: told.append(number))
        while not told and os.getppid() == starter:
            try:
                outbox.send_due(at=timezone.now())
            except Error as error:
                connection.close()  # the next round gets a new one
                logger.warning("No messages were sent: %s", type(error).__name__)
            until = time.monotonic() + every
            while not told and time.monotonic() < until:
                time.sleep(0.2)
        if told == [signal.SIGHUP]:
            connection.close()
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606  (itself, as it was called)
