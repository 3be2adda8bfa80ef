#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

// Inside the type below, whose members bear the same names, the C library's would be out of sight.
private func systemOpen(_ path: String, _ flags: CInt, _ mode: mode_t) -> CInt { open(path, flags, mode) }
private func systemClose(_ descriptor: CInt) -> CInt { close(descriptor) }
private func systemRename(_ path: String, _ other: String) -> CInt { rename(path, other) }
private func systemLink(_ path: String, _ other: String) -> CInt { link(path, other) }

/// The few calls of the operating system that the store makes, with errors that say what to do.
enum POSIX {
    /// What kind of file stands at a path.
    struct Status {
        var isFolder: Bool
        var isRegularFile: Bool
        /// The permission bits.
        var mode: UInt32
        /// The device and the number on it, by which two paths are the same file.
        var identity: [UInt64]
    }

    /// What stands at a path; `nil` where nothing does.
    static func status(of path: String) throws(StoreError) -> Status? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("read", path)
        }
        let kind = status.st_mode & S_IFMT
        return Status(
            isFolder: kind == S_IFDIR,
            isRegularFile: kind == S_IFREG,
            mode: UInt32(status.st_mode & 0o7777),
            identity: [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
        )
    }

    /// Makes a folder that only its owner may enter, and the folders above it; one that is there already is left as it is.
    static func makeFolder(_ path: String) throws(StoreError) {
        if mkdir(path, 0o700) == 0 { return }
        if errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw failure("create", path)
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("create", path) }
    }

    /// Opens a file for reading and writing, made with only its owner's permissions where it is not there.
    /// - Returns: the descriptor, which child processes do not inherit.
    static func open(_ path: String, creating: Bool) throws(StoreError) -> CInt {
        let flags = O_RDWR | O_CLOEXEC | (creating ? O_CREAT : 0)
        while true {
            let descriptor = systemOpen(path, flags, 0o600)
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw failure("open", path) }
        }
    }

    /// Makes an empty file that only its owner may read and write, unless one is there.
    ///
    /// One that is there is not opened: closing it would take away the locks that SQLite holds on it in this process.
    static func makeFile(_ path: String) throws(StoreError) {
        if try status(of: path) != nil { return }
        let flags = O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL
        let descriptor = systemOpen(path, flags, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return }
            throw failure("create", path)
        }
        close(descriptor)
    }

    /// Gives a file a second name; both are the same file.
    /// - Returns: whether the file system could.
    static func link(_ path: String, to other: String) -> Bool {
        return systemLink(path, other) == 0
    }

    /// The first bytes of a file, fewer than `count` where it is shorter.
    static func beginning(of path: String, count: Int) throws(StoreError) -> [UInt8] {
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let length = pread(descriptor, &bytes, count, 0)
        guard length >= 0 else { throw failure("read", path) }
        return Array(bytes.prefix(length))
    }

    /// Closes a descriptor. Nothing is written through those of this type, so that nothing is lost where it fails.
    static func close(_ descriptor: CInt) {
        _ = systemClose(descriptor)
    }

    /// Locks a file for this descriptor without waiting.
    /// - Returns: whether the lock was given.
    static func lock(_ descriptor: CInt, exclusively: Bool, path: String) throws(StoreError) -> Bool {
        while flock(descriptor, (exclusively ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw failure("lock", path) }
        }
        return true
    }

    /// Waits until a file, or a folder's list of files, is on the disk.
    static func synchronize(_ path: String) throws(StoreError) {
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("write", path) }
    }

    /// Gives a file another name in one step, in place of what stands there.
    static func rename(_ path: String, to other: String) throws(StoreError) {
        let result = systemRename(path, other)
        guard result == 0 else { throw failure("rename", path) }
    }

    /// Removes a file; that there is none is no error.
    static func remove(_ path: String) throws(StoreError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
    }

    /// Lets other threads come before the calling one where there is too little time for all.
    static func yieldToOthers() {
        #if os(Linux)
        // Zero is the calling thread on Linux, elsewhere the process. That it is refused changes nothing that is promised.
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
        #endif
    }

    /// What the last call's error means for the one who runs the gateway.
    static func failure(_ verb: String, _ path: String) -> StoreError {
        let number = errno
        let reason = String(cString: strerror(number))
        return StoreError(
            number == ENOSPC || number == EDQUOT ? .full : .unavailable,
            "cannot \(verb) \(path): \(reason)"
        )
    }
}
