/// From when on new requests are refused because the gateway itself has too much to do.
public struct OverloadConfiguration: Sendable, Hashable {
    /// The process's resident memory, in bytes; nil for no threshold.
    public let memory: Int?
    /// How late an event loop comes to its work; nil for no threshold.
    public let loopLag: Duration?

    /// Puts thresholds together in code; nothing is checked.
    public init(memory: Int? = nil, loopLag: Duration? = nil) {
        self.memory = memory
        self.loopLag = loopLag
    }
}
