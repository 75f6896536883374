"""The detector as a service of Windows: it listens before anybody signs in, and the service manager restarts it.

``--windows-service install|remove|start|stop`` is for the installer, ``run`` for the service manager alone, which calls
it dead when it does not hear from it for 30 s: so it is told "running" before anything heavy is imported. The data are
those of the machine, not of a person: the folder is open to the service and to administrators, and of what is in it
the users of this machine may read only ``service.json``, which leads their desks here.
"""

import hashlib
import struct
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import Final

from app.workplace import NO, SECTION

SERVICE_NAME: Final = "VIVIUMBijstandDetector"
DISPLAY_NAME: Final = "VIVIUM Bijstand detector"
DESCRIPTION: Final = "Listens to the boxes of cars and serves the desks of the assistance centre."
ACCOUNT: Final = rf"NT SERVICE\{SERVICE_NAME}"
SYSTEM, ADMINISTRATORS, USERS = "S-1-5-18", "S-1-5-32-544", "S-1-5-32-545"
START_LOG_NAME: Final = "service-start.log"
STOPS_WITHIN_S: Final = 60
RESTARTS_AFTER_MS: Final = (1_000, 5_000, 30_000)
FORGETS_FAILURES_AFTER_S: Final = 24 * 3600


def service_sid(name: str) -> str:
    r"""Return the identity that Windows gives the account ``NT SERVICE\name``: known before the service exists."""
    digest = hashlib.sha1(name.upper().encode("utf-16-le"), usedforsecurity=False).digest()
    return "-".join(["S-1-5-80", *(str(part) for part in struct.unpack("<5I", digest))])


def told_desks(data: Path) -> bytes:
    """Return what leads every desk of this machine to these data, to the last byte: by that it is known again."""
    lines = (f"[{SECTION}]", f"data = {data}", f"starts_service = {NO}", "")
    return "\r\n".join(lines).encode()


def is_told_desks(path: Path, data: Path) -> bool:
    """Whether a file is that one, and not what an administrator wrote, in whatever letters he did."""
    return path.is_file() and path.read_bytes() == told_desks(data)


if sys.platform == "win32":
    import asyncio

    import ntsecuritycon
    import pywintypes
    import servicemanager
    import win32event
    import win32security
    import win32service
    import win32serviceutil
    import win32timezone  # noqa: F401 - the service manager's reports need it, and a frozen program must hold it
    import winerror

    from app.workplace import FILE_NAME, machine_data_folder, machine_folder

    class BijstandService(win32serviceutil.ServiceFramework):  # type: ignore[misc]
        """What the service manager talks to."""

        _svc_name_ = SERVICE_NAME
        _svc_display_name_ = DISPLAY_NAME
        _svc_description_ = DESCRIPTION

        def __init__(self, arguments: list[str]) -> None:
            super().__init__(arguments)
            self._asked = win32event.CreateEvent(None, True, False, None)

        def SvcStop(self) -> None:  # noqa: N802
            """Stop, and say so at once."""
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING, waitHint=STOPS_WITHIN_S * 1000)
            win32event.SetEvent(self._asked)

        def SvcDoRun(self) -> None:  # noqa: N802
            """Serve until asked to stop."""
            try:
                from services.detector.bootstrap import Options  # noqa: PLC0415 - after "running" is told
                from services.detector.running import run  # noqa: PLC0415

                code = run(Options(_folder_of_service(), shares_with_users=True), self._arm)
            except Exception:
                traceback.print_exc()
                raise
            if code:
                specific = winerror.ERROR_SERVICE_SPECIFIC_ERROR
                self.ReportServiceStatus(win32service.SERVICE_STOPPED, win32ExitCode=specific, svcExitCode=code)

        def _arm(self, loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
            def wait() -> None:
                win32event.WaitForSingleObject(self._asked, win32event.INFINITE)
                loop.call_soon_threadsafe(stopping.set)

            loop.run_in_executor(None, wait)

    def control(verb: str, folder: Path | None) -> int:
        """Do what the installer asks, or be the service; return the exit code."""
        try:
            if verb == "run":
                _be_the_service()
            else:
                acts = {"install": partial(_install, folder), "remove": partial(_remove, folder)}
                {**acts, "start": _start, "stop": _stop}[verb]()
        except pywintypes.error as fault:
            sys.stderr.write(f"{verb}: {fault.strerror} ({fault.winerror})\n")
            return 1
        return 0

    def _be_the_service() -> None:
        """Serve under the service manager, which gives no place to write to: what is said goes into a file."""
        said = (_folder_of_service() / START_LOG_NAME).open("w", encoding="utf-8", buffering=1)
        sys.stdout = sys.stderr = said
        servicemanager.Initialize()
        servicemanager.PrepareToHostSingle(BijstandService)
        servicemanager.StartServiceCtrlDispatcher()

    def _folder_of_service() -> Path:
        words = sys.argv
        return Path(words[words.index("--data") + 1]) if "--data" in words else machine_data_folder()

    def _install(folder: Path | None) -> None:
        data = folder or machine_data_folder()
        arguments = f'--windows-service run --data "{data}"'
        settings = {
            "startType": win32service.SERVICE_AUTO_START,
            "exeName": sys.executable,
            "exeArgs": arguments,
            "userName": ACCOUNT,
            "delayedstart": True,
            "description": DESCRIPTION,
        }
        try:
            win32serviceutil.InstallService(None, SERVICE_NAME, DISPLAY_NAME, **settings)
        except pywintypes.error as fault:
            if fault.winerror != winerror.ERROR_SERVICE_EXISTS:
                raise
            win32serviceutil.ChangeServiceConfig(None, SERVICE_NAME, displayName=DISPLAY_NAME, **settings)
        _close_to_others(data)
        _tell_desks(data)
        _restart_when_it_fails()

    def _tell_desks(data: Path) -> None:
        """Lead every user's desk to these data, unless the administrator of this machine said something else."""
        path = machine_folder() / FILE_NAME
        if not path.exists():
            path.write_bytes(told_desks(data))

    def _lead_nobody_to(data: Path) -> None:
        """Let desks of this machine start a service of their own again; what an administrator wrote himself stays."""
        path = machine_folder() / FILE_NAME
        if is_told_desks(path, data):
            path.unlink()

    def _restart_when_it_fails() -> None:
        manager = win32service.OpenSCManager(None, None, win32service.SC_MANAGER_ALL_ACCESS)
        try:
            service = win32service.OpenService(manager, SERVICE_NAME, win32service.SERVICE_ALL_ACCESS)
            actions = [(win32service.SC_ACTION_RESTART, after) for after in RESTARTS_AFTER_MS]
            failure = {"ResetPeriod": FORGETS_FAILURES_AFTER_S, "RebootMsg": "", "Command": "", "Actions": actions}
            win32service.ChangeServiceConfig2(service, win32service.SERVICE_CONFIG_FAILURE_ACTIONS, failure)
            win32service.ChangeServiceConfig2(service, win32service.SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, True)
            win32service.CloseServiceHandle(service)
        except pywintypes.error as fault:
            if fault.winerror != winerror.ERROR_INVALID_LEVEL:
                raise
            sys.stderr.write("This system does not restart a service that failed.\n")
        finally:
            win32service.CloseServiceHandle(manager)

    def _close_to_others(data: Path) -> None:
        """Let the service and administrators into the folder; users may pass through it and no more."""
        data.mkdir(parents=True, exist_ok=True)
        inherited = win32security.OBJECT_INHERIT_ACE | win32security.CONTAINER_INHERIT_ACE
        access = win32security.ACL()
        for name in (SYSTEM, ADMINISTRATORS, service_sid(SERVICE_NAME)):
            sid = win32security.ConvertStringSidToSid(name)
            access.AddAccessAllowedAceEx(win32security.ACL_REVISION, inherited, ntsecuritycon.FILE_ALL_ACCESS, sid)
        users = win32security.ConvertStringSidToSid(USERS)
        passing = ntsecuritycon.FILE_TRAVERSE | ntsecuritycon.FILE_LIST_DIRECTORY | ntsecuritycon.FILE_READ_ATTRIBUTES
        access.AddAccessAllowedAceEx(win32security.ACL_REVISION, 0, passing, users)
        what = win32security.DACL_SECURITY_INFORMATION | win32security.PROTECTED_DACL_SECURITY_INFORMATION
        win32security.SetNamedSecurityInfo(str(data), win32security.SE_FILE_OBJECT, what, None, None, access, None)

    def _remove(folder: Path | None) -> None:
        _stop()
        try:
            win32serviceutil.RemoveService(SERVICE_NAME)
        except pywintypes.error as fault:
            if fault.winerror != winerror.ERROR_SERVICE_DOES_NOT_EXIST:
                raise
        _lead_nobody_to(folder or machine_data_folder())

    def _start() -> None:
        win32serviceutil.StartService(SERVICE_NAME)
        win32serviceutil.WaitForServiceStatus(SERVICE_NAME, win32service.SERVICE_RUNNING, STOPS_WITHIN_S)

    def _stop() -> None:
        gone = (winerror.ERROR_SERVICE_DOES_NOT_EXIST, winerror.ERROR_SERVICE_NOT_ACTIVE)
        try:
            win32serviceutil.StopService(SERVICE_NAME)
        except pywintypes.error as fault:
            if fault.winerror not in gone:
                raise
            return
        win32serviceutil.WaitForServiceStatus(SERVICE_NAME, win32service.SERVICE_STOPPED, STOPS_WITHIN_S)

    def share_with_users(path: Path) -> None:
        """Let the users of this machine read one file of a folder that is closed to them."""
        what = win32security.DACL_SECURITY_INFORMATION
        security = win32security.GetNamedSecurityInfo(str(path), win32security.SE_FILE_OBJECT, what)
        access = security.GetSecurityDescriptorDacl()
        users = win32security.ConvertStringSidToSid(USERS)
        access.AddAccessAllowedAce(win32security.ACL_REVISION, ntsecuritycon.FILE_GENERIC_READ, users)
        win32security.SetNamedSecurityInfo(str(path), win32security.SE_FILE_OBJECT, what, None, None, access, None)
