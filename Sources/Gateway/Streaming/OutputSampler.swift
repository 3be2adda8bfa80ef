import NIOCore

/// Estimates the tokens of a stream's output from a part of its events, for when nobody says how many there were: looking at
/// every byte of every stream would cost more than passing it on.
///
/// The first kilobytes are looked at, and then the beginning of every sixteenth piece: what is between them is taken to be alike.
struct OutputSampler: Sendable {
    private static let first = 4096
    private static let step = 16
    private static let sample = 1024

    private var meter = TokenMeter()
    private var pieces = 0
    private var bytes = 0
    private var seenBytes = 0

    /// Takes the next whole events.
    mutating func take(_ events: ByteBuffer) {
        let count = events.readableBytes
        guard count > 0 else { return }
        bytes &+= count
        pieces &+= 1
        let wanted = seenBytes < Self.first ? Self.first &- seenBytes : pieces % Self.step == 0 ? Self.sample : 0
        guard wanted > 0 else { return }
        let looked = min(wanted, count)
        seenBytes &+= looked
        let start = events.readerIndex
        if let part = events.getSlice(at: start, length: looked) { meter.take(part) }
        // It may have been cut in the middle of an event.
        if looked < count { meter.endLine() }
    }

    /// The estimated tokens so far.
    var tokens: Int {
        guard seenBytes > 0, bytes > seenBytes else { return meter.tokens }
        return Int(Double(meter.tokens) * Double(bytes) / Double(seenBytes))
    }
}
