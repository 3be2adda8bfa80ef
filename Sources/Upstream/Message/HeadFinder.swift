import NIOCore

/// Finds where a head ends, across any number of arrivals, looking at every byte once.
struct HeadFinder {
    private var scanned = 0
    private var lineStart = 0

    /// The length of the head with its empty line, or `nil` if it is not complete yet.
    /// - Parameters:
    ///   - buffer: All bytes since the head began.
    ///   - limit: The longest head accepted.
    mutating func end(in buffer: ByteBuffer, limit: Int) throws(UpstreamError) -> Int? {
        var scanned = scanned
        var lineStart = lineStart
        let outcome: Outcome = buffer.withUnsafeReadableBytes { bytes in
            // The index stays below both counts, so that no access can be out of bounds.
            let count = Swift.min(bytes.count, limit)
            while scanned < count {
                if bytes[scanned] == UInt8(ascii: "\n") {
                    guard scanned > lineStart, bytes[scanned - 1] == UInt8(ascii: "\r") else {
                        return .bareLineFeed
                    }
                    if scanned == lineStart + 1 {
                        return .found(scanned + 1)
                    }
                    lineStart = scanned + 1
                }
                scanned += 1
            }
            return bytes.count >= limit ? .tooLarge : .incomplete
        }
        self.scanned = scanned
        self.lineStart = lineStart
        switch outcome {
        case .found(let end): return end
        case .incomplete: return nil
        case .bareLineFeed: throw .malformed("line feed without carriage return in the head")
        case .tooLarge:
            throw UpstreamError(.responseHeadTooLarge, "head longer than \(limit) bytes", requestWasSent: true)
        }
    }

    private enum Outcome {
        case found(Int)
        case incomplete
        case bareLineFeed
        case tooLarge
    }
}
