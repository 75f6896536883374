/* What the .msi asks before it touches anything: does a program of ours run? "in_use.exe FOLDER"; exit code 1: yes.
 *
 * Windows Installer itself would close people's desks or leave half of each version until the next restart. The service
 * is stopped first, as it is to be replaced, and goes on when the answer is yes. Who may not stop it is not refused for
 * its sake: Windows Installer asks an administrator later. A file that is being executed cannot be opened for writing.
 */
#include <windows.h>
#include <wchar.h>

#define TRIES 20
#define EVERY_MS 500
#define STOPS_WITHIN_MS 60000
#define LONGEST 2048

static const wchar_t *const SERVICE = L"VIVIUMBijstandDetector";
static const wchar_t *const DETECTOR = L"bijstand-detector.exe";
static const wchar_t *const OTHERS[] = {L"bijstand-desk.exe", L"bijstand.exe", L"bijstand-simulator.exe",
                                        L"_internal\\PySide6\\QtWebEngineProcess.exe"};

static int runs(const wchar_t *folder, const wchar_t *name) {
    wchar_t path[LONGEST];
    swprintf(path, LONGEST, L"%ls\\%ls", folder, name);
    HANDLE file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return GetLastError() == ERROR_SHARING_VIOLATION;
    CloseHandle(file);
    return 0;
}

static int any_runs(const wchar_t *folder, int detector_counts) {
    if (detector_counts && runs(folder, DETECTOR))
        return 1;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (runs(folder, OTHERS[i]))
            return 1;
    return 0;
}

/* Return whether the service ended, or never ran. */
static int stopped(SC_HANDLE service) {
    SERVICE_STATUS now;
    ControlService(service, SERVICE_CONTROL_STOP, &now);
    for (int waited = 0; waited < STOPS_WITHIN_MS; waited += EVERY_MS) {
        if (QueryServiceStatus(service, &now) && now.dwCurrentState == SERVICE_STOPPED)
            return 1;
        Sleep(EVERY_MS);
    }
    return 0;
}

int wmain(int count, wchar_t **words) {
    if (count != 2)
        return 2;
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE service =
        manager ? OpenServiceW(manager, SERVICE, SERVICE_STOP | SERVICE_START | SERVICE_QUERY_STATUS) : NULL;
    int may_not = manager && !service && GetLastError() == ERROR_ACCESS_DENIED;
    SERVICE_STATUS before = {0};
    int ran = service && QueryServiceStatus(service, &before) && before.dwCurrentState != SERVICE_STOPPED;
    if (ran && !stopped(service))
        may_not = 1;
    int in_use = any_runs(words[1], !may_not);
    for (int i = 1; in_use && i < TRIES; i++) {
        Sleep(EVERY_MS);
        in_use = any_runs(words[1], !may_not);
    }
    if (in_use && ran)
        StartServiceW(service, 0, NULL);
    return in_use;
}
