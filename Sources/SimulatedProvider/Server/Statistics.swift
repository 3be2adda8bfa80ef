/// Counts since the provider started.
public struct Statistics: Hashable, Sendable {
    /// Connections that were ever accepted.
    public internal(set) var acceptedConnections = 0
    /// Connections that are open now.
    public internal(set) var openConnections = 0
    /// Requests that arrived whole.
    public internal(set) var requests = 0
    /// Requests that are being answered now, those that hang included.
    public internal(set) var inFlight = 0
    /// Answers that were sent to their end.
    public internal(set) var completed = 0
    /// Answers during which the client closed the connection.
    public internal(set) var cancelledByClient = 0
    /// Answers that a fault cut short.
    public internal(set) var cutShort = 0
}
