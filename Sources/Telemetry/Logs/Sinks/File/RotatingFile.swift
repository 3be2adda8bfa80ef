import Foundation

/// A file that lines are added to. When it is too large or too old it becomes `FILE.1`, the one before `FILE.2`, and so on; where
/// full ones are compressed, `FILE.1` becomes `FILE.1.gz` thereafter, piece by piece.
///
/// Used from one thread.
struct RotatingFile: ~Copyable {
    /// When a file is full.
    struct Policy: Hashable, Sendable {
        /// The most bytes of a file; a single write may be larger.
        var bytes: Int
        /// The most seconds that a file is written to; `nil` for any time.
        var seconds: Int?
        /// How many full files are kept.
        var keep: Int
        /// Whether these are compressed.
        var compresses = false
    }

    private let path: String
    private let policy: Policy
    private var descriptor: Int32 = -1
    private var size = 0
    private var begun: Int64 = 0
    private var inode: ino_t = 0
    private var compression: FileCompression?
    /// The numbers of full files that may have to be compressed, the next one last.
    private var uncompressed: [Int] = []

    init(_ path: String, _ policy: Policy) {
        self.path = path
        self.policy = policy
        // An earlier process may have left some.
        noteUncompressed()
    }

    deinit { if descriptor >= 0 { Foundation.close(descriptor) } }

    /// Adds lines.
    /// - Parameter now: seconds since 1970.
    /// - Returns: whether that was possible.
    mutating func append(_ bytes: [UInt8], now: Int64) -> Bool {
        if descriptor >= 0, hasMoved { close() }
        guard descriptor >= 0 || open(now: now) else { return false }
        let isFull = size > 0 && size + bytes.count > policy.bytes
        let isOld = size > 0 && policy.seconds.map { now - begun >= Int64($0) } ?? false
        if isFull || isOld {
            close()
            rotate()
            guard open(now: now) else { return false }
        }
        guard Descriptor.write(bytes, to: descriptor) else {
            // The next lines may find a disk with room, or another file.
            close()
            return false
        }
        size += bytes.count
        return true
    }

    /// Compresses the next piece of a full file, if there is one that is not compressed.
    /// - Returns: whether there may be more to do.
    mutating func compress() -> Bool {
        if compression == nil {
            guard let number = uncompressed.popLast() else { return false }
            compression = FileCompression("\(path).\(number)")
        }
        if case .more? = compression?.step() { return true }
        compression = nil
        return !uncompressed.isEmpty
    }

    private mutating func noteUncompressed() {
        guard policy.compresses, policy.keep > 0 else { return }
        uncompressed = (1...policy.keep).reversed().filter { access("\(path).\($0)", F_OK) == 0 }
    }

    /// Whether somebody else has moved or removed the file: `logrotate`, or a person.
    private var hasMoved: Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_ino != inode
    }

    /// Opens the file, for its owner alone.
    private mutating func open(now: Int64) -> Bool {
        let opened = Foundation.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0o600)
        guard opened >= 0 else { return false }
        var status = stat()
        guard fstat(opened, &status) == 0 else {
            Foundation.close(opened)
            return false
        }
        descriptor = opened
        size = Int(status.st_size)
        inode = status.st_ino
        // When an older process began the file is not known: it counts from its last line.
        begun = size > 0 ? Int64(status.st_mtim.tv_sec) : now
        return true
    }

    private mutating func close() {
        if descriptor >= 0 { Foundation.close(descriptor) }
        descriptor = -1
    }

    /// Moves every file one number on; what is beyond the last number is gone.
    private mutating func rotate() {
        guard policy.keep > 0 else {
            unlink(path)
            return
        }
        // What is half done is begun anew under the next number.
        compression = nil
        for ending in ["", ".gz"] {
            unlink("\(path).\(policy.keep)\(ending)")
            // Those that are not there yet are nothing to move.
            for number in stride(from: policy.keep - 1, to: 0, by: -1) {
                _ = rename("\(path).\(number)\(ending)", "\(path).\(number + 1)\(ending)")
            }
        }
        _ = rename(path, "\(path).1")
        noteUncompressed()
    }
}
