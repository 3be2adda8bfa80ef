#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

// Inside the type below, whose member bears the same name, the C library's would be out of sight.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// The real disk.
struct SystemDisk: JournalDisk {
    func create(_ path: String) -> CInt {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return -errno }
        // Another process that looks for files left behind may have found it before the lock was taken: then it is its.
        var status = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
            _ = close(descriptor)
            return -EEXIST
        }
        return descriptor
    }

    func write(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            let count = systemWrite(descriptor, bytes)
            if count >= 0 { return count }
            if errno != EINTR { return -Int(errno) }
        }
    }

    func truncate(_ descriptor: CInt, to count: Int) -> CInt {
        ftruncate(descriptor, off_t(count)) == 0 ? 0 : -errno
    }

    func synchronize(_ descriptor: CInt) -> CInt {
        #if canImport(Darwin)
        let result = fcntl(descriptor, F_FULLFSYNC)
        #else
        let result = fdatasync(descriptor)
        #endif
        return result == 0 ? 0 : -errno
    }

    func reserve(_ path: String, count: Int) -> CInt {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return -errno }
        defer { _ = close(descriptor) }
        #if canImport(Darwin)
        // Written, because there is no `posix_fallocate`.
        let zeros = [UInt8](repeating: 0, count: count)
        let written = zeros.withUnsafeBytes { write(descriptor, $0) }
        let failure: CInt = written == count ? 0 : written < 0 ? CInt(-written) : ENOSPC
        #else
        let failure = posix_fallocate(descriptor, 0, off_t(count))
        #endif
        guard failure == 0 else {
            _ = unlink(path)
            return -failure
        }
        return synchronize(descriptor)
    }
}

/// What else the journal does with files: nothing of it is done on an event loop.
enum JournalFiles {
    /// The names in a folder.
    static func names(in folder: String) throws(StoreError) -> [String] {
        guard let handle = opendir(folder) else { throw POSIX.failure("read", folder) }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    /// Opens a file for reading and takes its lock.
    /// - Returns: the descriptor and the size; `nil` where a living process has the file or it is gone.
    static func take(_ path: String) -> (descriptor: CInt, count: Int)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0, status.st_nlink > 0 else {
            _ = close(descriptor)
            return nil
        }
        return (descriptor, Int(status.st_size))
    }

    /// Opens a file for reading.
    static func openForReading(_ path: String) throws(StoreError) -> CInt {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIX.failure("open", path) }
        return descriptor
    }

    /// Reads into a buffer from a place in a file, until the buffer is full or the file ends.
    /// - Returns: how many bytes.
    static func read(
        _ descriptor: CInt,
        into buffer: inout [UInt8],
        at place: Int,
        from offset: Int,
        count: Int,
        path: String
    ) throws(StoreError) -> Int {
        var total = 0
        while total < count {
            let got = buffer.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress.map { $0 + place + total }, count - total, off_t(offset + total))
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw POSIX.failure("read", path) }
            if got == 0 { break }
            total += got
        }
        return total
    }
}
