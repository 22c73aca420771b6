/*
 * IBM MQ simulator: the few calls that differ between Linux and Windows.
 * Everything else in this folder is plain C11 with POSIX threads (mingw brings them too).
 */
#ifndef SIM_PLATFORM_H
#define SIM_PLATFORM_H

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#include <process.h>
#define SIM_EXPORT __declspec(dllexport)
#define SIM_NO_SIGNAL 0
#define SIM_APPLICATION_TYPE 11 /* MQAT_WINDOWS_NT */
typedef SOCKET sim_socket;
#define SIM_NO_SOCKET INVALID_SOCKET
#define sim_close_socket closesocket
#define sim_process_id() ((int32_t)_getpid())
#else
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>
#define SIM_EXPORT __attribute__((visibility("default")))
#define SIM_NO_SIGNAL MSG_NOSIGNAL
#define SIM_APPLICATION_TYPE 6 /* MQAT_UNIX */
typedef int sim_socket;
#define SIM_NO_SOCKET (-1)
#define sim_close_socket close
#define sim_process_id() ((int32_t)getpid())
#endif

#endif
