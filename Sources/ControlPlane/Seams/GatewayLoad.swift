/// How much a gateway has to do at the moment.
public struct GatewayLoad: Hashable, Sendable {
    /// Requests to models under way.
    public var inFlight: Int
    /// Those of them whose answer is a stream that has begun.
    public var openStreams: Int

    /// A load.
    public init(inFlight: Int, openStreams: Int) {
        self.inFlight = inFlight
        self.openStreams = openStreams
    }
}
