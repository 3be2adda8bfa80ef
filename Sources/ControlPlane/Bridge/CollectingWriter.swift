import HTTPTypes
import Hummingbird
import NIOCore

/// The bytes of a body, as far as they have been written.
final class BodyCollector {
    private(set) var bytes: ByteBuffer

    init(capacity: Int) {
        bytes = ByteBuffer()
        bytes.reserveCapacity(capacity)
    }

    func append(_ buffer: ByteBuffer) { bytes.writeImmutableBuffer(buffer) }
}

/// Collects the body of a response of known length.
struct CollectingWriter: ResponseBodyWriter {
    let collector: BodyCollector

    mutating func write(_ buffer: ByteBuffer) async throws { collector.append(buffer) }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
