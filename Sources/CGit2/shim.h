#pragma once
#include <stddef.h>
#include <git2.h>

// git_libgit2_opts is variadic, which Swift cannot call: one typed function for each option in use.

// Makes libgit2 flush what it writes below the git directory to the disk before it renames it into place.
static inline int git2_flush_git_directory(int enabled) {
    return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}

// Makes libgit2 hash every object that it reads again, which costs as much as reading it; git itself does not.
static inline int git2_verify_what_is_read(int enabled) {
    return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

// Names repository extensions, beside those built in, that do not stop a repository from being opened.
static inline int git2_accept_extensions(const char **names, size_t count) {
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}
