/*
 * swic-service.exe: what Windows starts as a service. It starts the agent, asks it to finish when the service is stopped, and starts
 * it again when it ended by itself.
 *
 *   swic-service.exe --name NAME --config FILE
 *
 * In C, because Windows speaks to a service by callbacks on threads of its own, which Node.js has no way to take. It knows nothing of
 * documents: it ends the agent by `swic shutdown`, as a person does.
 */
#define __USE_MINGW_ANSI_STDIO 0
#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

#define LINE_MAX_CHARS 8192
#define LOG_BYTES_MAX (5 * 1024 * 1024)
/* As the installer waits: what is in flight is brought to its end. */
#define STOP_MS_MAX 720000
#define STEP_MS 2000
#define RESTART_MS_MIN 10000
#define RESTART_MS_MAX 60000
/* An agent that ran for so long did not fail at its start. */
#define SOUND_MS 600000

static WCHAR name[256] = L"swic";
static WCHAR config[LINE_MAX_CHARS];
static WCHAR home[LINE_MAX_CHARS];
static HANDLE job, stopping, logFile = INVALID_HANDLE_VALUE;
static SERVICE_STATUS_HANDLE service;
static SERVICE_STATUS status;

/* Always ends with a zero; what does not fit is cut, and then not found by Windows. */
static void format(WCHAR *into, const WCHAR *pattern, ...) {
  va_list parts;
  va_start(parts, pattern);
  _vsnwprintf(into, LINE_MAX_CHARS - 1, pattern, parts);
  into[LINE_MAX_CHARS - 1] = 0;
  va_end(parts);
}

static void directoryOf(const WCHAR *file, WCHAR *directory) {
  wcsncpy(directory, file, LINE_MAX_CHARS - 1);
  WCHAR *end = wcsrchr(directory, L'\\');
  if (end != NULL) *end = 0;
}

/* Beside the configuration; the one before is kept. */
static void openLog(void) {
  static WCHAR directory[LINE_MAX_CHARS], file[LINE_MAX_CHARS], before[LINE_MAX_CHARS];
  LARGE_INTEGER bytes;
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  directoryOf(config, directory);
  format(file, L"%ls\\service.log", directory);
  format(before, L"%ls\\service.log.1", directory);
  if (logFile != INVALID_HANDLE_VALUE && GetFileSizeEx(logFile, &bytes) && bytes.QuadPart > LOG_BYTES_MAX) {
    CloseHandle(logFile);
    MoveFileExW(file, before, MOVEFILE_REPLACE_EXISTING);
    logFile = INVALID_HANDLE_VALUE;
  }
  if (logFile == INVALID_HANDLE_VALUE)
    logFile = CreateFileW(file, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &inherited,
                          OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
}

static void tell(const char *what, DWORD number) {
  char line[256];
  SYSTEMTIME now;
  DWORD written;
  GetLocalTime(&now);
  int bytes = _snprintf(line, sizeof line, "%04u-%02u-%02u %02u:%02u:%02u service: %s (%lu)\r\n", now.wYear, now.wMonth, now.wDay,
                       now.wHour, now.wMinute, now.wSecond, what, number);
  if (logFile != INVALID_HANDLE_VALUE) WriteFile(logFile, line, (DWORD)bytes, &written, NULL);
}

static void report(DWORD state, DWORD waitMs, DWORD exitCode) {
  status.dwServiceType = SERVICE_WIN32_OWN_PROCESS;
  status.dwCurrentState = state;
  status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_PRESHUTDOWN : 0;
  status.dwWaitHint = waitMs;
  status.dwCheckPoint = waitMs == 0 ? 0 : status.dwCheckPoint + 1;
  status.dwWin32ExitCode = exitCode == 0 ? NO_ERROR : ERROR_SERVICE_SPECIFIC_ERROR;
  status.dwServiceSpecificExitCode = exitCode;
  SetServiceStatus(service, &status);
}

/* The version that is used: installed, `current.txt` names its directory; in a portable one it is the directory above. */
static void findApp(WCHAR *app) {
  static WCHAR file[LINE_MAX_CHARS];
  char text[128] = "";
  DWORD bytes = 0;
  format(file, L"%ls\\current.txt", home);
  HANDLE current = CreateFileW(file, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                               OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  if (current == INVALID_HANDLE_VALUE) {
    directoryOf(home, app);
    return;
  }
  ReadFile(current, text, sizeof text - 1, &bytes, NULL);
  CloseHandle(current);
  text[strcspn(text, "\r\n")] = 0;
  format(app, L"%ls\\%hs", home, text);
}

/* Its output goes into the log. NULL where it was not started. */
static HANDLE startSwic(const WCHAR *word) {
  static WCHAR app[LINE_MAX_CHARS], node[LINE_MAX_CHARS], line[LINE_MAX_CHARS], directory[LINE_MAX_CHARS];
  STARTUPINFOW how = {.cb = sizeof how, .dwFlags = STARTF_USESTDHANDLES};
  PROCESS_INFORMATION made;
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  openLog();
  findApp(app);
  format(node, L"%ls\\runtime\\node.exe", app);
  format(line, L"\"%ls\" \"%ls\\bin\\swic.cjs\" %ls --config \"%ls\"", node, app, word, config);
  directoryOf(config, directory);
  how.hStdInput = CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, NULL);
  how.hStdOutput = how.hStdError = logFile;
  BOOL isMade =
      CreateProcessW(node, line, NULL, NULL, TRUE, CREATE_NO_WINDOW | CREATE_SUSPENDED, NULL, directory, &how, &made);
  DWORD why = GetLastError();
  CloseHandle(how.hStdInput);
  if (!isMade) {
    tell("Node.js was not started", why);
    return NULL;
  }
  /* Nothing of the agent, also no card host, outlives the service. */
  AssignProcessToJobObject(job, made.hProcess);
  ResumeThread(made.hThread);
  CloseHandle(made.hThread);
  return made.hProcess;
}

/* Asks until the agent has ended: `swic shutdown` gives up by itself, and finds no agent that is still starting. */
static void stopAgent(HANDLE agent) {
  ULONGLONG began = GetTickCount64();
  HANDLE asking = NULL;
  while (WaitForSingleObject(agent, STEP_MS) == WAIT_TIMEOUT) {
    report(SERVICE_STOP_PENDING, STEP_MS * 10, 0);
    if (GetTickCount64() - began > STOP_MS_MAX) {
      tell("the agent did not end in time and is ended", STOP_MS_MAX);
      TerminateJobObject(job, 1);
      break;
    }
    if (asking != NULL && WaitForSingleObject(asking, 0) == WAIT_TIMEOUT) continue;
    if (asking != NULL) CloseHandle(asking);
    asking = startSwic(L"shutdown");
  }
  if (asking != NULL) CloseHandle(asking);
}

/* What would only come again: wrong words, another agent, no rights, a wrong or a later configuration. */
static BOOL isFinal(DWORD code) {
  return code == 0 || code == 2 || code == 75 || code == 77 || code == 78 || code == 79;
}

/* Until the service is stopped or the agent has ended for good; with its exit code. */
static DWORD keepRunning(void) {
  DWORD delayMs = RESTART_MS_MIN;
  for (;;) {
    ULONGLONG began = GetTickCount64();
    HANDLE agent = startSwic(L"run");
    DWORD code = 1;
    report(SERVICE_RUNNING, 0, 0);
    if (agent != NULL) {
      HANDLE both[] = {stopping, agent};
      tell("the agent was started, process", GetProcessId(agent));
      if (WaitForMultipleObjects(2, both, FALSE, INFINITE) == WAIT_OBJECT_0) stopAgent(agent);
      GetExitCodeProcess(agent, &code);
      CloseHandle(agent);
      tell("the agent ended with exit code", code);
    }
    if (WaitForSingleObject(stopping, 0) == WAIT_OBJECT_0) return 0;
    if (agent != NULL && isFinal(code)) return code;
    if (GetTickCount64() - began > SOUND_MS) delayMs = RESTART_MS_MIN;
    tell("it is started again after ms", delayMs);
    if (WaitForSingleObject(stopping, delayMs) == WAIT_OBJECT_0) return 0;
    delayMs = delayMs * 2 > RESTART_MS_MAX ? RESTART_MS_MAX : delayMs * 2;
  }
}

static DWORD WINAPI onControl(DWORD control, DWORD type, LPVOID data, LPVOID context) {
  (void)type, (void)data, (void)context;
  if (control == SERVICE_CONTROL_INTERROGATE) return NO_ERROR;
  if (control != SERVICE_CONTROL_STOP && control != SERVICE_CONTROL_PRESHUTDOWN) return ERROR_CALL_NOT_IMPLEMENTED;
  report(SERVICE_STOP_PENDING, STEP_MS * 10, 0);
  SetEvent(stopping);
  return NO_ERROR;
}

static void WINAPI serviceMain(DWORD count, LPWSTR *words) {
  (void)count, (void)words;
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {.BasicLimitInformation = {.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE}};
  service = RegisterServiceCtrlHandlerExW(name, onControl, NULL);
  if (service == NULL) return;
  report(SERVICE_START_PENDING, STEP_MS * 10, 0);
  job = CreateJobObjectW(NULL, NULL);
  SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
  openLog();
  report(SERVICE_STOPPED, 0, keepRunning());
}

int wmain(int count, WCHAR **words) {
  SERVICE_TABLE_ENTRYW table[] = {{name, serviceMain}, {NULL, NULL}};
  static WCHAR self[LINE_MAX_CHARS];
  for (int at = 1; at + 1 < count; at += 2) {
    if (wcscmp(words[at], L"--name") == 0) wcsncpy(name, words[at + 1], 255);
    if (wcscmp(words[at], L"--config") == 0) wcsncpy(config, words[at + 1], LINE_MAX_CHARS - 1);
  }
  GetModuleFileNameW(NULL, self, LINE_MAX_CHARS - 1);
  directoryOf(self, home);
  stopping = CreateEventW(NULL, TRUE, FALSE, NULL);
  if (config[0] != 0 && StartServiceCtrlDispatcherW(table)) return 0;
  fputs("swic-service.exe is started by Windows: swic service install\n", stderr);
  return 2;
}
