/// One step of a sending plan.
enum TransmissionStep: Sendable {
    case head(status: Int, headers: [RecordedRequest.Header])
    case bytes([UInt8])
    /// The same bytes so many times.
    case repeated([UInt8], count: Int)
    case event(ScriptEvent)
    /// An event that is encoded once and sent so many times.
    case repeatedEvent(ScriptEvent, count: Int)
    /// A fault's own event.
    case wire(WireEvent)
    /// What ends the framing.
    case closeFraming
    case wait(Duration)
    case hang
    case end
    case close
    case reset
}
