"""Django's PostgreSQL backend, which starts the portal's own server first."""

import time

from django.db import OperationalError
from django.db.backends.postgresql import base

from miko_portal.base.postgres.cluster import Cluster
from miko_portal.base.postgres.launcher import ServerNotStarted, ensure_running

LONGEST_RECOVERY = 15  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self):
        self.settings_dict["HOST"] = str(Cluster(self.settings_dict["CLUSTER"]).sockets)
        return super().get_connection_params()

    def get_new_connection(self, conn_params):
        """Waits for a server that was killed and is coming back."""
        deadline = time.monotonic() + LONGEST_RECOVERY
        while True:
            try:
                ensure_running(Cluster(self.settings_dict["CLUSTER"]))
                return super().get_new_connection(conn_params)
            except ServerNotStarted as error:
                raise OperationalError(str(error)) from error
            except self.Database.OperationalError as error:
                if "does not exist" in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
