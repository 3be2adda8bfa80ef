/// How long sessions last.
public struct SessionPolicy: Hashable, Sendable {
    /// After how many seconds without a request a session ends.
    public var idle: Int64
    /// After how many seconds a session ends in any case.
    public var absolute: Int64
    /// How seldom the last use is written down, in seconds, so that not every request is a change.
    public var touch: Int64

    /// A policy; by default half an hour of rest and twelve hours at most.
    public init(idle: Int64 = 1800, absolute: Int64 = 43_200, touch: Int64 = 60) {
        self.idle = idle
        self.absolute = absolute
        self.touch = touch
    }
}
