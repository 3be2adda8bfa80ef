/// Everything that is wrong with a configuration, found in one go.
public struct ConfigurationErrors: Error, Sendable, Hashable, CustomStringConvertible {
    /// The most problems that are listed.
    public static let limit = 500

    /// The problems in the order of the document; never empty, at most ``limit``.
    public let problems: [ConfigurationProblem]
    /// How many more there are.
    public let omitted: Int

    init(_ all: [ConfigurationProblem]) {
        let sorted = all.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
        problems = Array(sorted.prefix(Self.limit))
        omitted = sorted.count - problems.count
    }

    /// One line for each problem.
    public var description: String {
        let lines = problems.map(\.description) + (omitted > 0 ? ["… and \(omitted) more"] : [])
        return lines.joined(separator: "\n")
    }
}
