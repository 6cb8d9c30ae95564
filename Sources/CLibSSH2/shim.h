#pragma once
// What differs between libssh2 1.10 (Debian 12) and 1.11 (Debian 13) is settled here, so that Swift sees one library.
#include <libssh2.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#if defined(__linux__)
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

#if defined(__linux__)
// Where the linker has put the program's code (end(3)).
extern const char __executable_start[] __attribute__((weak)), etext[] __attribute__((weak));
#endif

// Gives back to the system what the allocator keeps (malloc_trim(3)), and the pages of the program's own code: those that
// it still needs come back by themselves, which are few once it has started (madvise(2), MADV_DONTNEED).
static inline void levels_trim_memory(void) {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
#if defined(__linux__)
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const uintptr_t start = (uintptr_t)__executable_start & ~(page - 1), end = (uintptr_t)etext & ~(page - 1);
    if (__executable_start && etext && start < end) madvise((void *)start, end - start, MADV_DONTNEED);
#endif
}

typedef ssize_t (*levels_send)(libssh2_socket_t, const void *, size_t, int, void **);
typedef ssize_t (*levels_recv)(libssh2_socket_t, void *, size_t, int, void **);
typedef void (*levels_disconnect)(
    LIBSSH2_SESSION *, int, const char *, int, const char *, int, void **);

// libssh2_session_callback_set stands in both; 1.11 adds a typed twin, which an executable that is to run with 1.10 as well cannot name.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
static inline void levels_session_callbacks(
    LIBSSH2_SESSION *session, levels_send send, levels_recv receive, levels_disconnect disconnect) {
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_SEND, (void *)send);
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)receive);
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_DISCONNECT, (void *)disconnect);
}
#pragma clang diagnostic pop

// From 1.11 on. Named weakly, so that an executable that was built with either runs with either.
#if defined(__APPLE__)
extern int libssh2_channel_signal_ex(LIBSSH2_CHANNEL *, const char *, size_t) __attribute__((weak_import));
#else
extern int libssh2_channel_signal_ex(LIBSSH2_CHANNEL *, const char *, size_t) __attribute__((weak));
#endif
static inline int levels_has_channel_signal(void) { return libssh2_channel_signal_ex != 0; }
static inline int levels_channel_signal(LIBSSH2_CHANNEL *channel, const char *name, size_t length) {
    return libssh2_channel_signal_ex ? libssh2_channel_signal_ex(channel, name, length) : LIBSSH2_ERROR_METHOD_NOT_SUPPORTED;
}

// The convenience macro of the header, as a function: the abstract pointer reaches the callback as it is given here.
typedef int (*levels_sign)(
    LIBSSH2_SESSION *, unsigned char **, size_t *, const unsigned char *, size_t, void **);
static inline int levels_userauth_publickey(
    LIBSSH2_SESSION *session, const char *user, const unsigned char *blob, size_t length, levels_sign sign,
    void **abstract) {
    return libssh2_userauth_publickey(session, user, blob, length, sign, abstract);
}
