/// Is told of calls that are over, and of requests that were refused before they became calls.
public protocol CallObserver: Sendable {
    /// Whether records are wanted of the calls that begin now. Asked for every call: it must take nanoseconds. Where nobody wants
    /// them, none are made.
    var wantsRecords: Bool { get }

    /// A call is over. Told on the call's event loop: it must not block.
    /// - Parameters:
    ///   - record: what is remembered of it.
    ///   - question: what was asked, where the caller's team has that logged; whoever keeps records must not keep this.
    func observe(_ record: RequestRecord, question: LoggedQuestion?)

    /// A request was refused before it became a call, or so many of which nothing else is told. Told on an event loop, at a
    /// bounded rate: it must not block.
    func observe(_ refusal: RefusalNotice)
}
