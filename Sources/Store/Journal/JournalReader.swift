/// Reads a journal's file from a place on, in pieces of bounded size.
struct JournalReader {
    /// How many bytes are read at once: many times the longest frame.
    private static let pieceCount = 1 << 20

    /// What a file gave.
    enum Found {
        /// A frame's payload, in ``JournalReader/buffer``.
        case payload(Range<Int>)
        /// The same, of a frame whose own bytes were damaged.
        case repaired(Range<Int>)
        /// Bytes that are no frame, between others.
        case damaged(Int)
        /// Bytes at the file's end that an append which was cut off has left.
        case torn(Int)
    }

    /// The file.
    let source: JournalSource
    /// The piece that was read last.
    private(set) var buffer: [UInt8] = []
    /// How far everything has been given, in bytes from the file's beginning.
    private(set) var offset: Int
    private let descriptor: CInt
    /// Whether the header is damaged and its seed was found in spite of that.
    let isHeaderRepaired: Bool
    private let seed: UInt32?
    /// Whether something follows the header that may have been frames.
    private let holdsSomething: Bool
    /// Where in the file the buffer begins.
    private var bufferStart: Int
    private var bufferCount = 0

    /// Opens a file; it must be closed with ``close()``.
    /// - Parameters:
    ///   - source: which.
    ///   - offset: where an earlier reading has come to; zero at first.
    init(_ source: JournalSource, from offset: Int) throws(StoreError) {
        self.source = source
        descriptor = try JournalFiles.openForReading(source.path)
        do throws(StoreError) {
            let header = try Self.beginning(of: source, descriptor, count: JournalFormat.headerCount)
            if let found = JournalFormat.seed(ofHeader: header) {
                (seed, holdsSomething, isHeaderRepaired) = (found, true, false)
            } else {
                let piece = try Self.beginning(of: source, descriptor, count: Self.pieceCount)
                seed = JournalFormat.possibleSeeds(ofHeader: header)
                    .first { JournalFormat.hasFrame(piece, after: JournalFormat.headerCount, seed: $0) }
                isHeaderRepaired = seed != nil
                holdsSomething = piece.dropFirst(JournalFormat.headerCount).contains { $0 != 0 }
            }
        } catch {
            POSIX.close(descriptor)
            throw error
        }
        self.offset = max(offset, seed == nil ? 0 : JournalFormat.headerCount)
        bufferStart = self.offset
    }

    /// The first bytes of a file, fewer than `count` where it is shorter.
    private static func beginning(
        of source: JournalSource,
        _ descriptor: CInt,
        count: Int
    ) throws(StoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(count, source.length))
        let count = bytes.count
        let got = try JournalFiles.read(descriptor, into: &bytes, at: 0, from: 0, count: count, path: source.path)
        return Array(bytes.prefix(got))
    }

    /// Closes the file.
    func close() { POSIX.close(descriptor) }

    /// The next thing in the file; `nil` at the end of what is whole by now.
    mutating func next() throws(StoreError) -> Found? {
        guard let seed else {
            // Without its header nothing in a file can be told from chance. Most often it was cut while it was made.
            let rest = source.length - offset
            defer { offset = source.length }
            guard rest > 0 else { return nil }
            return holdsSomething ? .damaged(rest) : .torn(rest)
        }
        while offset < source.length {
            let isLast = bufferStart + bufferCount >= source.length
            let start = offset - bufferStart
            let step: JournalFormat.Step =
                start < bufferCount
                ? JournalFormat.step(buffer, from: start, to: bufferCount, isLast: isLast, seed: seed)
                : .incomplete
            switch step {
            case .frame(let payload, let next):
                offset = bufferStart + next
                return .payload(payload)
            case .repaired(let payload, let next):
                offset = bufferStart + next
                return .repaired(payload)
            case .damaged(let resume):
                offset = bufferStart + resume
                return .damaged(resume - start)
            case .torn:
                defer { offset = source.length }
                return .torn(source.length - offset)
            case .incomplete:
                guard try fill() else {
                    // The file is shorter than it was: somebody has cut it.
                    defer { offset = source.length }
                    return .torn(source.length - offset)
                }
            }
        }
        return nil
    }

    /// Reads the piece that begins at ``offset``.
    /// - Returns: whether there is more of it than before.
    private mutating func fill() throws(StoreError) -> Bool {
        let count = min(Self.pieceCount, source.length - offset)
        let had = max(0, bufferCount - (offset - bufferStart))
        if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
        bufferStart = offset
        bufferCount = try JournalFiles.read(
            descriptor,
            into: &buffer,
            at: 0,
            from: offset,
            count: count,
            path: source.path
        )
        return bufferCount > had
    }
}
