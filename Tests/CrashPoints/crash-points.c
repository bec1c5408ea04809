// Kills a program at the n-th thing it does to the world: a write to a file, an fsync, a rename, a request.
//
// Loaded with LD_PRELOAD. It counts in the program of that name alone, not in what that one starts.
//
//   AJ_CRASH_PROGRAM  the program's name
//   AJ_CRASH_AT       the number of the point, from 1; 0 for none
//   AJ_CRASH_HOW      before  the call is not made any more (default)
//                     after   it is made, and its outcome is never seen
//                     torn    half of what is written to a file is
//   AJ_CRASH_LOG      a file that takes a line for each point reached

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

enum { BEFORE, AFTER, TORN };

static atomic_long reached;
static long crash_at;
static int how = BEFORE;
static int log_file = -1;
static pid_t counted; // 0 in any other program

__attribute__((constructor)) static void start(void) {
    const char *program = getenv("AJ_CRASH_PROGRAM"), *at = getenv("AJ_CRASH_AT");
    const char *wanted = getenv("AJ_CRASH_HOW"), *log = getenv("AJ_CRASH_LOG");
    if (!program || strcmp(program, program_invocation_short_name) != 0) return;
    crash_at = at ? atol(at) : 0;
    if (wanted && strcmp(wanted, "after") == 0) how = AFTER;
    if (wanted && strcmp(wanted, "torn") == 0) how = TORN;
    if (log) log_file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    unsetenv("LD_PRELOAD");
    counted = getpid();
}

static _Noreturn void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

// Counts a point and names it; true when it is the one to die at.
__attribute__((format(printf, 1, 2))) static int point(const char *format, ...) {
    int kept = errno;
    long number = atomic_fetch_add(&reached, 1) + 1;
    if (log_file >= 0) {
        char line[600];
        int length = snprintf(line, sizeof line, "%ld ", number);
        va_list words;
        va_start(words, format);
        length += vsnprintf(line + length, sizeof line - length - 1, format, words);
        va_end(words);
        if (length > (int)sizeof line - 2) length = sizeof line - 2;
        line[length++] = '\n';
        syscall(SYS_write, log_file, line, (size_t)length);
    }
    if (number == crash_at && how == BEFORE) die();
    errno = kept;
    return number == crash_at;
}

static int counts(void) { return counted != 0 && counted == getpid(); }

// What a descriptor is: a regular file, a connection to a server, or something that is of no interest.
static enum { OTHER, REGULAR, SERVER } kind(int fd) {
    struct stat status;
    if (!counts() || fd <= 2 || fstat(fd, &status) != 0) return OTHER;
    if (S_ISREG(status.st_mode)) return REGULAR;
    if (!S_ISSOCK(status.st_mode)) return OTHER;
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) return OTHER;
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    if (getpeername(fd, (struct sockaddr *)&peer, &length) != 0) return OTHER;
    if (peer.ss_family == AF_INET || peer.ss_family == AF_INET6) return SERVER;
    // A pair of sockets, with which threads wake each other, has no name.
    return peer.ss_family == AF_UNIX && length > sizeof(sa_family_t) ? SERVER : OTHER;
}

static const char *path_of(int fd, char *path, size_t size) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    path[length > 0 ? length : 0] = 0;
    return path;
}

// What a message to a server is: the first two words of an HTTP request, or type and statement of PostgreSQL's.
static const char *message(const char *bytes, size_t length, char *text, size_t size) {
    size_t begin = 0, end = 0;
    if (length > 5 && (bytes[0] == 'Q' || bytes[0] == 'P') && bytes[1] == 0) {
        begin = 5;
        if (bytes[0] == 'P') begin += strnlen(bytes + begin, length - begin) + 1;
        if (begin > length) begin = length;
        end = begin + strnlen(bytes + begin, length - begin);
    } else if (length > 4 && bytes[0] >= 'A' && bytes[0] <= 'Z' && bytes[1] != 0) {
        int words = 0;
        while (end < length && bytes[end] != '\r' && !(bytes[end] == ' ' && ++words == 2)) end++;
    }
    if (end - begin > 160) end = begin + 160;
    size_t count = 0;
    for (size_t place = begin; place < end && count + 1 < size; place++)
        text[count++] = bytes[place] > ' ' || bytes[place] < 0 ? bytes[place] : ' ';
    text[count] = 0;
    if (count == 0) snprintf(text, size, "%zu bytes", length);
    return text;
}

#define REAL(name)                                            \
    static __typeof__(name) *real;                            \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

// Makes a call that is a point, with `call` as its last act where the point is the one to die at.
#define CALL(dies, call)                      \
    do {                                      \
        if (!(dies)) return call;             \
        __typeof__(call) outcome = call;      \
        (void)outcome;                        \
        die();                                \
    } while (0)

static int at_write(int fd, const char *verb, const void *bytes, size_t length) {
    char text[512];
    switch (kind(fd)) {
    case REGULAR: return point("%s %s", verb, path_of(fd, text, sizeof text));
    case SERVER: return point("send %s", message(bytes, length, text, sizeof text));
    default: return 0;
    }
}

static size_t portion(int fd, size_t length) { return how == TORN && kind(fd) == REGULAR ? length / 2 : length; }

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(write);
    int dies = at_write(fd, "write", bytes, length);
    CALL(dies, real(fd, bytes, dies ? portion(fd, length) : length));
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t place) {
    REAL(pwrite);
    int dies = at_write(fd, "write", bytes, length);
    CALL(dies, real(fd, bytes, dies ? portion(fd, length) : length, place));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t place) {
    REAL(pwrite64);
    int dies = at_write(fd, "write", bytes, length);
    CALL(dies, real(fd, bytes, dies ? portion(fd, length) : length, place));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    int dies = count > 0 && at_write(fd, "write", parts[0].iov_base, parts[0].iov_len);
    CALL(dies, real(fd, parts, dies && how == TORN && count > 1 ? count / 2 : count));
}

static int at_send(int fd, const void *bytes, size_t length) { return kind(fd) == SERVER && at_write(fd, "", bytes, length); }

ssize_t send(int fd, const void *bytes, size_t length, int flags) {
    REAL(send);
    CALL(at_send(fd, bytes, length), real(fd, bytes, length, flags));
}

ssize_t sendto(int fd, const void *bytes, size_t length, int flags, const struct sockaddr *to, socklen_t size) {
    REAL(sendto);
    CALL(at_send(fd, bytes, length), real(fd, bytes, length, flags, to, size));
}

ssize_t sendmsg(int fd, const struct msghdr *content, int flags) {
    REAL(sendmsg);
    const struct iovec *parts = content->msg_iov;
    CALL(content->msg_iovlen > 0 && at_send(fd, parts->iov_base, parts->iov_len), real(fd, content, flags));
}

static int at_sync(int fd) {
    char path[512];
    return counts() && fd > 2 && point("fsync %s", path_of(fd, path, sizeof path));
}

int fsync(int fd) {
    REAL(fsync);
    CALL(at_sync(fd), real(fd));
}

int fdatasync(int fd) {
    REAL(fdatasync);
    CALL(at_sync(fd), real(fd));
}

static int at_truncate(int fd) {
    char path[512];
    return kind(fd) == REGULAR && point("truncate %s", path_of(fd, path, sizeof path));
}

int ftruncate(int fd, off_t length) {
    REAL(ftruncate);
    CALL(at_truncate(fd), real(fd, length));
}

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    CALL(at_truncate(fd), real(fd, length));
}

static int at_two(const char *verb, const char *from, const char *to) {
    return counts() && point("%s %.240s %.240s", verb, from, to);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    CALL(at_two("rename", from, to), real(from, to));
}

int renameat(int folder, const char *from, int other, const char *to) {
    REAL(renameat);
    CALL(at_two("rename", from, to), real(folder, from, other, to));
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned int flags) {
    REAL(renameat2);
    CALL(at_two("rename", from, to), real(folder, from, other, to, flags));
}

int link(const char *from, const char *to) {
    REAL(link);
    CALL(at_two("link", from, to), real(from, to));
}

int unlink(const char *path) {
    REAL(unlink);
    CALL(counts() && point("unlink %s", path), real(path));
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    CALL(counts() && point("unlink %s", path), real(folder, path, flags));
}
