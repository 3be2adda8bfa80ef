/// A number for people: rounded, without superfluous digits.
public struct Figure: CustomStringConvertible {
    private let value: Double
    private let scale: Double

    /// Wraps a number.
    /// - Parameter digits: the most digits behind the point.
    public init(_ value: Double, digits: Int = 3) {
        self.value = value
        scale = (0..<digits).reduce(1) { power, _ in power * 10 }
    }

    /// The number, without a fraction where it is whole.
    public var description: String {
        let rounded = (value * scale).rounded() / scale
        guard let whole = Int64(exactly: rounded) else { return "\(rounded)" }
        return "\(whole)"
    }

    /// A share, 0 to 1, as a percentage.
    public static func percent(_ share: Double) -> String { "\(Figure(share * 100, digits: 1)) %" }
}
