#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where an export goes: standard output, or a new file that only its owner may read.
final class OutputFile: Sendable {
    private let descriptor: Int32
    private let path: String?

    /// Opens it.
    /// - Parameter path: the file, which must not be there; nil for standard output.
    init(_ path: String?) throws(CommandFailure) {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Self.failure("create", path) }
    }

    /// Writes all bytes.
    /// - Throws: ``CommandFailure`` where not all could be written: part of an export must not pass for the whole.
    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        guard Descriptor.write(bytes, to: descriptor) else { throw Self.failure("write", path ?? "standard output") }
    }

    /// Brings a file to the disk and closes it.
    func finish() throws(CommandFailure) {
        guard let path else { return }
        let isSynced = fsync(descriptor) == 0
        let failure = Self.failure("write", path)
        guard close(descriptor) == 0, isSynced else { throw failure }
    }

    /// Takes a file that is not whole away.
    func discard() {
        guard let path else { return }
        close(descriptor)
        unlink(path)
    }

    private static func failure(_ verb: String, _ path: String) -> CommandFailure {
        CommandFailure("\(path): cannot \(verb): \(String(cString: strerror(errno)))")
    }
}
