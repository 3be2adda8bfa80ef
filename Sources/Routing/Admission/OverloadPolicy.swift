/// When the process takes no more requests because it has enough of those it has.
public struct OverloadPolicy: Hashable, Sendable {
    /// Resident memory in bytes above which new requests are refused; `nil` is without limit.
    public var memory: Int?
    /// How late an event loop may be before new requests are refused; `nil` is without limit.
    public var loopLag: Duration?

    /// Creates a policy; by default nothing is refused.
    public init(memory: Int? = nil, loopLag: Duration? = nil) {
        self.memory = memory
        self.loopLag = loopLag
    }
}
