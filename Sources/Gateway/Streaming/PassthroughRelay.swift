import ModelAPI
import NIOCore

/// A stream between two peers of the same dialect: whole events go on untouched, byte for byte.
struct PassthroughRelay: StreamRelay {
    private let dialect: any Dialect
    private let requestID: String
    private var observer: any StreamObserver
    private var pending = ByteBuffer()
    private var cutOff: APIError?

    /// The most bytes of one event; a longer one is no event of a model.
    private static let maximumEvent = 64 * 1024 * 1024

    init(_ dialect: any Dialect, withholdsUsage: Bool, requestID: String) {
        self.dialect = dialect
        self.requestID = requestID
        observer = dialect.makeObserver(withholdingUsage: withholdsUsage)
    }

    var sawContent: Bool { observer.sawContent }
    var sawEnd: Bool { observer.sawEnd }
    var failure: APIError? { observer.failure }

    mutating func take(_ bytes: ByteBuffer) -> ByteBuffer {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.writeImmutableBuffer(bytes)
        }
        return forward(observer.observe(pending.readableBytesUInt8Span))
    }

    mutating func finish() -> ByteBuffer { forward(observer.finish(pending.readableBytesUInt8Span)) }

    mutating func breakOff(_ error: APIError) -> ByteBuffer {
        ByteBuffer(bytes: dialect.writeStreamError(error, requestID: requestID))
    }

    private mutating func forward(_ progress: StreamProgress) -> ByteBuffer {
        guard var events = pending.readSlice(length: progress.complete) else { return ByteBuffer() }
        guard !progress.withheld.isEmpty else { return events }
        var out = ByteBuffer()
        var position = 0
        for range in progress.withheld where range.lowerBound >= position && range.upperBound <= progress.complete {
            if var kept = events.readSlice(length: range.lowerBound - position) { out.writeBuffer(&kept) }
            events.moveReaderIndex(forwardBy: range.count)
            position = range.upperBound
        }
        out.writeBuffer(&events)
        return out
    }
}
