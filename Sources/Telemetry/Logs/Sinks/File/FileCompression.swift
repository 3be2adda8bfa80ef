import Foundation

/// Compresses a file that nobody adds to any more, piece by piece: `FILE` becomes `FILE.gz`.
///
/// Nobody sees half of a `FILE.gz`: it is written under another name, brought to the disk, and has its name when it is whole;
/// only then `FILE` goes. Who dies on the way leaves `FILE`, from which another one begins anew.
struct FileCompression: ~Copyable {
    /// What came of a piece.
    enum Step {
        /// There is more to do.
        case more
        /// It is over: the file is compressed, or has to stay as it is.
        case over
    }

    private let path: String
    private let source: Int32
    private let target: Int32
    private var gzip: GzipStream

    private static let piece = 512 * 1024

    private static func unfinished(_ path: String) -> String { path + ".gz.tmp" }

    /// Begins; `nil` where the file is not there, cannot be read, or another process is about to compress it.
    init?(_ path: String) {
        let source = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard source >= 0 else { return nil }
        // What somebody has left who died.
        unlink(Self.unfinished(path))
        var target: Int32 = -1
        if flock(source, LOCK_EX | LOCK_NB) == 0 {
            target = open(Self.unfinished(path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        }
        guard target >= 0, let gzip = GzipStream() else {
            if target >= 0 { close(target) }
            close(source)
            return nil
        }
        self.path = path
        self.source = source
        self.target = target
        self.gzip = gzip
    }

    deinit {
        // Where it has its name already, there is nothing to remove.
        if Self.isStill(target, at: Self.unfinished(path)) { unlink(Self.unfinished(path)) }
        close(target)
        close(source)
    }

    /// Compresses the next piece.
    mutating func step() -> Step {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, initialized in
            repeat { count = read(source, buffer.baseAddress, Self.piece) } while count < 0 && errno == EINTR
            initialized = max(0, count)
        }
        guard count >= 0, let compressed = gzip.add(bytes[...], isLast: count == 0),
            Descriptor.write(compressed, to: target)
        else { return .over }
        if count > 0 { return .more }
        finish()
        return .over
    }

    /// Gives the compressed file its name, and lets go of the other one.
    private func finish() {
        var status = stat()
        guard fstat(source, &status) == 0 else { return }
        // It is as old as what is in it.
        let times = [status.st_mtim, status.st_mtim]
        // Somebody may have moved either file meanwhile.
        guard futimens(target, times) == 0, fsync(target) == 0, Self.isStill(source, at: path),
            Self.isStill(target, at: Self.unfinished(path)), rename(Self.unfinished(path), path + ".gz") == 0
        else { return }
        let parent = (path as NSString).deletingLastPathComponent
        let folder = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            // The new name has to be there for good before the old one goes.
            let isKept = fsync(folder) == 0
            close(folder)
            guard isKept else { return }
        }
        unlink(path)
    }

    /// Whether a name still stands for an open file.
    private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }
}
