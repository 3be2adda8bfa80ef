/// Where the listening socket comes from.
public enum ListenerSource: Hashable, Sendable {
    /// It is bound to the configured address.
    /// - Parameter sharesPort: whether another process of the same user may listen on the same port at the same time
    ///   (`SO_REUSEPORT`), and the system divides new connections between both.
    case address(sharesPort: Bool)
    /// It was opened by somebody else, who keeps it open beyond this process, and listens already. The descriptor belongs to
    /// the gateway from now on.
    case descriptor(Int32)
}
