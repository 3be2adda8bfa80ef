#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads lines from a file or standard input as they come, none of them longer than a limit. It blocks.
struct LineReader: ~Copyable {
    private let descriptor: Int32
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// Whether reading ended with an error instead of the end.
    private(set) var hasFailed = false

    /// Opens a file.
    /// - Parameters:
    ///   - path: the file; nil for standard input.
    ///   - limit: the most bytes of a line; of a longer one comes `limit` + 1 and the rest is passed over.
    init?(path: String?, limit: Int) {
        descriptor = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
        self.limit = limit
        if descriptor < 0 { return nil }
    }

    deinit {
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// The next line without its end; nil at the end.
    mutating func next() -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            let rest = buffer[start...]
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                append(rest[..<end], to: &line)
                start = end + 1
                return line
            }
            append(rest, to: &line)
            start = buffer.count
            guard !isAtEnd, fill() else { return line.isEmpty ? nil : line }
        }
    }

    /// Whether a whole line has been read already, so that ``next()`` does not wait.
    var hasLineWaiting: Bool { buffer[start...].contains(UInt8(ascii: "\n")) }

    private func append(_ bytes: ArraySlice<UInt8>, to line: inout [UInt8]) {
        line += bytes.prefix(limit + 1 - line.count)
    }

    private mutating func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        var count = read(descriptor, &chunk, chunk.count)
        while count < 0, errno == EINTR { count = read(descriptor, &chunk, chunk.count) }
        guard count > 0 else {
            isAtEnd = true
            hasFailed = count < 0
            return false
        }
        buffer = Array(chunk[..<count])
        start = 0
        return true
    }
}
