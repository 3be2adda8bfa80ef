/// One value of a signal at a moment, of one thing.
public struct AlertObservation: Hashable, Sendable {
    /// What is watched.
    public var signal: AlertSignal
    /// Of what.
    public var subject: AlertSubject
    /// The value, in the signal's unit.
    public var value: Double
    /// What the value rests on: calls, or US dollars for ``AlertSignal/spendAnomaly``. `nil` where that is no question.
    public var samples: Double?
    /// The length of the window that it is of, in seconds; `nil` where there is none. It is for rules of that window only.
    public var window: Int?

    /// A value.
    public init(
        _ signal: AlertSignal,
        _ subject: AlertSubject = .gateway,
        value: Double,
        samples: Double? = nil,
        window: Int? = nil
    ) {
        self.signal = signal
        self.subject = subject
        self.value = value
        self.samples = samples
        self.window = window
    }
}
