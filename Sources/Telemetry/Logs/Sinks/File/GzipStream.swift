import CDeflate

/// Compresses bytes as gzip (RFC 1952), piece by piece.
struct GzipStream: ~Copyable {
    private let stream: OpaquePointer
    private static let room = 64 * 1024
    /// What gzip itself takes: half as large as the quickest, twice as quick as the smallest.
    private static let level: CInt = 6

    /// Begins a stream; `nil` where there is no memory for it.
    init?() {
        guard let stream = kanmon_gzip_begin(Self.level) else { return nil }
        self.stream = stream
    }

    deinit { kanmon_gzip_end(stream) }

    /// Compresses some bytes.
    /// - Parameter isLast: whether nothing comes behind them.
    /// - Returns: what is to be written; `nil` where that is not possible.
    mutating func add(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [UInt8]? {
        var (all, rest) = ([UInt8](), bytes)
        while true {
            var (taken, produced, isDone) = (UInt32(0), UInt32(0), false)
            let written = [UInt8](unsafeUninitializedCapacity: Self.room) { out, count in
                isDone = rest.withUnsafeBufferPointer { bytes in
                    kanmon_gzip_add(
                        stream,
                        bytes.baseAddress,
                        UInt32(clamping: bytes.count),
                        isLast,
                        &taken,
                        out.baseAddress,
                        UInt32(Self.room),
                        &produced
                    )
                }
                count = isDone ? Int(produced) : 0
            }
            guard isDone else { return nil }
            all += written
            rest = rest.dropFirst(Int(taken))
            if written.count < Self.room, rest.isEmpty { return all }
        }
    }
}
