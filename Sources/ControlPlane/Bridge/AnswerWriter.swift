import Gateway
import HTTPTypes
import Hummingbird
import NIOCore

/// Writes the body of a response of Hummingbird's to the gateway's own connection.
struct AnswerWriter: ResponseBodyWriter {
    let writer: ControlWriter

    mutating func write(_ buffer: ByteBuffer) async throws { try await writer.write(buffer) }

    /// The gateway ends the body when the route returns; it sends no trailers.
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
