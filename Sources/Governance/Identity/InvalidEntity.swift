/// An object's JSON is not what it should be; all that is wrong with it is told at once.
public struct InvalidEntity: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in the order of the object's members; never empty.
    public let problems: [FieldProblem]

    /// Refuses an object.
    /// - Parameter problems: what is wrong; at least one.
    public init(_ problems: [FieldProblem]) { self.problems = problems }

    /// All problems on one line.
    public var description: String { problems.map(\.description).joined(separator: "; ") }
}
