/* Stands between a program and the C library for the calls that change files below one folder.
 *
 *   CRASH_FOLDER   the folder, absolute; everything else passes through
 *   CRASH_LOG      where to write what was done, in order (see `struct record`); none when not set
 *   CRASH_AT       die in this call, counted from 1 over the calls of CRASH_KIND; never when 0
 *   CRASH_KIND     which calls count: "write", "sync", "name" (create, rename, remove, folder) or "any"
 *   CRASH_MOMENT   "before" the call, "half" way through it (a write of half its bytes), or "after" it
 *   CRASH_NOTE     where the call that was died in is written down
 *   CRASH_DEAF     a disk that only says it forced a file whose path ends in this; nothing when not set
 *
 * A call is written down after it succeeded and before it returns: what the program was not told is nothing that it
 * may rely on. One call goes on at a time, so that the log's order is the order of the disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum op { CREATE = 1, WRITE, TRUNCATE, SYNC, SYNC_FOLDER, RENAME, REMOVE, FOLDER };
static const char *const names[] = {"", "create", "write", "truncate", "sync", "sync folder", "rename", "remove", "folder"};

/* Followed by `path` bytes, `other` bytes and `data` bytes; all numbers in the machine's own order. */
struct record {
    uint32_t op, path, other, data;
    uint64_t inode, offset;
};

enum moment { BEFORE, HALF, AFTER };

static char folder[PATH_MAX];
static size_t folder_length;
static int log_file = -1;
static long fatal_call, calls;
static char kind[16] = "any";
static enum moment moment = BEFORE;
static char note[PATH_MAX];
static char deaf[64];
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) {
        fprintf(stderr, "the shim misses %s\n", name);
        abort();
    }
    return found;
}

static void copy_env(const char *name, char *into, size_t size)
{
    const char *value = getenv(name);
    if (value)
        snprintf(into, size, "%s", value);
}

__attribute__((constructor)) static void begin(void)
{
    char path[PATH_MAX] = "", text[32] = "";
    copy_env("CRASH_FOLDER", folder, sizeof folder);
    folder_length = strlen(folder);
    copy_env("CRASH_LOG", path, sizeof path);
    copy_env("CRASH_AT", text, sizeof text);
    fatal_call = atol(text);
    copy_env("CRASH_KIND", kind, sizeof kind);
    copy_env("CRASH_NOTE", note, sizeof note);
    copy_env("CRASH_DEAF", deaf, sizeof deaf);
    text[0] = 0;
    copy_env("CRASH_MOMENT", text, sizeof text);
    moment = !strcmp(text, "half") ? HALF : !strcmp(text, "after") ? AFTER : BEFORE;
    if (path[0]) {
        int low = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        log_file = fcntl(low, F_DUPFD_CLOEXEC, 500);
        syscall(SYS_close, low);
        if (log_file < 0)
            abort();
    }
    unsetenv("LD_PRELOAD");
}

static int below(const char *path)
{
    return folder_length && !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || !path[folder_length]);
}

/* The path of an open file; false when it is not below the folder. */
static int path_of(int file, char *into)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, into, PATH_MAX - 1);
    if (length < 0)
        return 0;
    into[length] = 0;
    return below(into);
}

static int absolute(int at, const char *path, char *into)
{
    if (path[0] == '/')
        snprintf(into, PATH_MAX, "%s", path);
    else if (at == AT_FDCWD) {
        char here[PATH_MAX / 2];
        if (!getcwd(here, sizeof here))
            return 0;
        snprintf(into, PATH_MAX, "%s/%s", here, path);
    } else {
        char parent[PATH_MAX];
        if (!path_of(at, parent))
            return 0;
        snprintf(into, PATH_MAX, "%.*s/%.*s", PATH_MAX / 2, parent, PATH_MAX / 2 - 2, path);
    }
    return below(into);
}

static void say(enum op op, const char *path, const char *other, const void *data, size_t size, uint64_t inode, uint64_t offset)
{
    if (log_file < 0)
        return;
    int before = errno;
    struct record record = {op, path ? strlen(path) : 0, other ? strlen(other) : 0, size, inode, offset};
    struct iovec parts[] = {
        {&record, sizeof record}, {(void *)path, record.path}, {(void *)other, record.other}, {(void *)data, size}};
    for (size_t part = 0; part < 4;) {
        ssize_t done = syscall(SYS_writev, log_file, parts + part, 4 - part);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            abort();
        while (part < 4 && (size_t)done >= parts[part].iov_len)
            done -= parts[part++].iov_len;
        if (part < 4) {
            parts[part].iov_base = (char *)parts[part].iov_base + done;
            parts[part].iov_len -= done;
        }
    }
    errno = before;
}

static int counts(enum op op, const char *path)
{
    /* The index of the write-ahead log is shared memory: what is in it is on no disk. */
    size_t length = strlen(path);
    if (length > 4 && !strcmp(path + length - 4, "-shm"))
        return 0;
    if (!strcmp(kind, "write"))
        return op == WRITE || op == TRUNCATE;
    if (!strcmp(kind, "sync"))
        return op == SYNC || op == SYNC_FOLDER;
    if (!strcmp(kind, "name"))
        return op == CREATE || op == RENAME || op == REMOVE || op == FOLDER;
    return 1;
}

static void die(enum op op, const char *path)
{
    char text[PATH_MAX + 64];
    static const char *const moments[] = {"before", "half", "after"};
    int length = snprintf(text, sizeof text, "%s|%s|%s", moments[moment], names[op], path);
    if (note[0]) {
        int file = (int)syscall(SYS_openat, AT_FDCWD, note, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        syscall(SYS_write, file, text, length);
        syscall(SYS_close, file);
    }
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

/* Enters a call; true when this is the one to die in. */
static int enter(enum op op, const char *path)
{
    pthread_mutex_lock(&one);
    int fatal = fatal_call && counts(op, path) && ++calls == fatal_call;
    if (fatal && moment == BEFORE)
        die(op, path);
    return fatal;
}

static void leave(int fatal, enum op op, const char *path)
{
    if (fatal)
        die(op, path);
    pthread_mutex_unlock(&one);
}

/* Opening */

static int opened(int at, const char *path, int flags, mode_t mode)
{
    static int (*call)(int, const char *, int, ...);
    char full[PATH_MAX];
    if (!call)
        call = (int (*)(int, const char *, int, ...))real("openat64");
    int changes = flags & (O_CREAT | O_TRUNC);
    if (!changes || (flags & O_TMPFILE) == O_TMPFILE || !absolute(at, path, full))
        return call(at, path, flags, mode);
    struct stat status;
    int present = !stat(full, &status);
    if (present && (!(flags & O_TRUNC) || !status.st_size))
        return call(at, path, flags, mode);
    enum op op = present ? TRUNCATE : CREATE;
    int fatal = enter(op, full);
    int file = call(at, path, flags, mode);
    if (file >= 0 && !fstat(file, &status))
        say(op, full, NULL, NULL, 0, status.st_ino, 0);
    int error = errno;
    leave(fatal, op, full);
    errno = error;
    return file;
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE return opened(at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* Writing */

static int tracked(int file, struct stat *status, char *path)
{
    return folder_length && !fstat(file, status) && S_ISREG(status->st_mode) && path_of(file, path);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset)
{
    struct stat status;
    char path[PATH_MAX];
    int before = errno;
    int ours = tracked(file, &status, path);
    errno = before;
    if (!ours)
        return syscall(SYS_pwrite64, file, data, size, offset);
    int fatal = enter(WRITE, path);
    size_t wanted = fatal && moment == HALF ? size / 2 : size;
    ssize_t done = syscall(SYS_pwrite64, file, data, wanted, offset);
    if (done > 0)
        say(WRITE, NULL, NULL, data, done, status.st_ino, offset);
    int error = errno;
    leave(fatal, WRITE, path);
    errno = error;
    return done;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return pwrite64(file, data, size, offset); }

ssize_t write(int file, const void *data, size_t size)
{
    struct stat status;
    char path[PATH_MAX];
    int before = errno;
    int ours = tracked(file, &status, path);
    errno = before;
    if (!ours)
        return syscall(SYS_write, file, data, size);
    off64_t offset = fcntl(file, F_GETFL) & O_APPEND ? status.st_size : lseek64(file, 0, SEEK_CUR);
    int fatal = enter(WRITE, path);
    size_t wanted = fatal && moment == HALF ? size / 2 : size;
    ssize_t done = syscall(SYS_write, file, data, wanted);
    if (done > 0)
        say(WRITE, NULL, NULL, data, done, status.st_ino, offset);
    int error = errno;
    leave(fatal, WRITE, path);
    errno = error;
    return done;
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    struct stat status;
    char path[PATH_MAX];
    int before = errno;
    int ours = tracked(file, &status, path);
    errno = before;
    if (!ours)
        return syscall(SYS_writev, file, parts, count);
    for (int part = 0; part < count; part++)
        if (parts[part].iov_len)
            return write(file, parts[part].iov_base, parts[part].iov_len);
    return 0;
}

int ftruncate64(int file, off64_t length)
{
    struct stat status;
    char path[PATH_MAX];
    if (!tracked(file, &status, path))
        return (int)syscall(SYS_ftruncate, file, length);
    int fatal = enter(TRUNCATE, path);
    int done = (int)syscall(SYS_ftruncate, file, length);
    if (!done)
        say(TRUNCATE, path, NULL, NULL, 0, status.st_ino, length);
    int error = errno;
    leave(fatal, TRUNCATE, path);
    errno = error;
    return done;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

/* What could change a file past the calls above is not offered; programs then fall back to them. */

static int ours(int file)
{
    struct stat status;
    char path[PATH_MAX];
    return tracked(file, &status, path);
}

#define NOT_OFFERED(file, fallback) \
    if (ours(file)) { \
        errno = ENOSYS; \
        return -1; \
    } \
    return fallback

ssize_t copy_file_range(int from, off64_t *at, int into, off64_t *place, size_t size, unsigned flags)
{
    NOT_OFFERED(into, syscall(SYS_copy_file_range, from, at, into, place, size, flags));
}
ssize_t sendfile64(int into, int from, off64_t *at, size_t size) { NOT_OFFERED(into, syscall(SYS_sendfile, into, from, at, size)); }
ssize_t sendfile(int into, int from, off_t *at, size_t size) { return sendfile64(into, from, at, size); }
ssize_t splice(int from, off64_t *at, int into, off64_t *place, size_t size, unsigned flags)
{
    NOT_OFFERED(into, syscall(SYS_splice, from, at, into, place, size, flags));
}
int fallocate64(int file, int mode, off64_t offset, off64_t size) { NOT_OFFERED(file, (int)syscall(SYS_fallocate, file, mode, offset, size)); }
int fallocate(int file, int mode, off_t offset, off_t size) { return fallocate64(file, mode, offset, size); }
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset)
{
    (void)parts, (void)count, (void)offset;
    NOT_OFFERED(file, REAL(pwritev)(file, parts, count, offset));
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) { return pwritev64(file, parts, count, offset); }

/* Forcing to the disk */

static int synced(int file, long call)
{
    struct stat status;
    char path[PATH_MAX];
    if (!folder_length || fstat(file, &status) || !path_of(file, path))
        return (int)syscall(call, file);
    enum op op = S_ISDIR(status.st_mode) ? SYNC_FOLDER : SYNC;
    int fatal = enter(op, path);
    if (fatal && moment == HALF)
        die(op, path);
    int done = (int)syscall(call, file);
    size_t length = strlen(path), end = strlen(deaf);
    int heard = !end || length < end || strcmp(path + length - end, deaf);
    if (!done && heard)
        say(op, path, NULL, NULL, 0, status.st_ino, 0);
    int error = errno;
    leave(fatal, op, path);
    errno = error;
    return done;
}

int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

/* Names */

static int named(enum op op, const char *path, const char *other, int (*call)(void *), void *arguments)
{
    int fatal = enter(op, path);
    int done = call(arguments);
    int error = errno;
    struct stat status = {0};
    if (!done) {
        if (op == FOLDER)
            stat(path, &status);
        say(op, path, other, NULL, 0, status.st_ino, 0);
    }
    leave(fatal, op, path);
    errno = error;
    return done;
}

struct names { int at; const char *path; int other_at; const char *other; unsigned flags; mode_t mode; };

static int call_rename(void *a) { struct names *n = a; return (int)syscall(SYS_renameat2, n->at, n->path, n->other_at, n->other, n->flags); }
static int call_unlink(void *a) { struct names *n = a; return (int)syscall(SYS_unlinkat, n->at, n->path, n->flags); }
static int call_mkdir(void *a) { struct names *n = a; return (int)syscall(SYS_mkdirat, n->at, n->path, n->mode); }

int renameat2(int at, const char *path, int other_at, const char *other, unsigned flags)
{
    char from[PATH_MAX], to[PATH_MAX];
    struct names arguments = {at, path, other_at, other, flags, 0};
    int left = absolute(at, path, from), right = absolute(other_at, other, to);
    return left && right ? named(RENAME, from, to, call_rename, &arguments) : call_rename(&arguments);
}
int renameat(int at, const char *path, int other_at, const char *other) { return renameat2(at, path, other_at, other, 0); }
int rename(const char *path, const char *other) { return renameat2(AT_FDCWD, path, AT_FDCWD, other, 0); }

int unlinkat(int at, const char *path, int flags)
{
    char full[PATH_MAX];
    struct names arguments = {at, path, 0, NULL, flags, 0};
    return absolute(at, path, full) ? named(REMOVE, full, NULL, call_unlink, &arguments) : call_unlink(&arguments);
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int at, const char *path, mode_t mode)
{
    char full[PATH_MAX];
    struct names arguments = {at, path, 0, NULL, 0, mode};
    return absolute(at, path, full) ? named(FOLDER, full, NULL, call_mkdir, &arguments) : call_mkdir(&arguments);
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
