/// How often people are told of one thing.
public struct AlertPace: Hashable, Sendable {
    /// After so long an alert that goes on is told of again, in seconds.
    public var reminder: Int
    /// Within so long of the last time that something was told of, it is not told of again when it comes back, in seconds.
    public var cooldown: Int
    /// An alert of which nothing has been heard for so long is over, in seconds.
    public var patience: Int

    /// A pace.
    public init(reminder: Int = 4 * 3600, cooldown: Int = 900, patience: Int = 900) {
        self.reminder = reminder
        self.cooldown = cooldown
        self.patience = patience
    }
}
