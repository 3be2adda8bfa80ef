/// What a connection is to do next.
enum TransmissionAction: Hashable, Sendable {
    case head(status: Int, headers: [RecordedRequest.Header])
    case write([UInt8])
    /// Send what was written and go on after a while.
    case wait(Duration)
    /// Send what was written and do nothing more, until the peer gives up.
    case hang
    /// The answer is complete.
    case end
    /// Close the connection cleanly although the answer is not complete.
    case close
    /// Reset the connection.
    case reset
}
