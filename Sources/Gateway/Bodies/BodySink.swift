/// Where prompts and answers of teams that have them stored are put when their call is over.
public protocol BodySink: Sendable {
    /// Takes the prompt and the answer of a call.
    ///
    /// It is called on event loops and must not block: what there is no room for is dropped, and counted.
    func take(_ call: CapturedCall)

    /// How many calls' bodies have been stored so far, and how many were not.
    var counts: (stored: Int, dropped: Int) { get }
}
