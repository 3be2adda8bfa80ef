#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// Inside the type below, whose member bears the same name, the C library's would be out of sight.
private func systemRead(_ descriptor: CInt, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}

/// How the loader reads files: the document, and what it names by `file:…` or as a certificate. Tests put their own.
public struct FileReader: Sendable {
    /// Why a file could not be read, in words; never any of its content.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The reason, such as `No such file or directory`.
        public let description: String

        /// Creates a failure.
        /// - Parameter description: the reason in words.
        public init(_ description: String) { self.description = description }
    }

    /// Reads a file whole. The first argument is its path, the second the most bytes that are acceptable.
    public let read: @Sendable (_ path: String, _ limit: Int) throws(Failure) -> [UInt8]

    /// Wraps a way to read files.
    public init(read: @escaping @Sendable (_ path: String, _ limit: Int) throws(Failure) -> [UInt8]) {
        self.read = read
    }

    /// The file system. It blocks, so it is not for event loops.
    public static let live = FileReader { path, limit throws(Failure) in
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, into: $0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure()
            }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw Failure("it is larger than \(ByteSize.text(limit))") }
            bytes.append(contentsOf: chunk.prefix(count))
        }
    }

    private static func failure() -> Failure {
        Failure(String(cString: strerror(errno)))
    }
}
