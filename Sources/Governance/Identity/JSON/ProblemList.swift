/// Gathers what is wrong while an object is being read; lives for one reading only.
final class ProblemList {
    /// More are not told.
    private static let most = 100

    private(set) var problems: [FieldProblem] = []

    func report(_ code: FieldProblem.Code, at path: String, _ message: String) {
        guard problems.count < Self.most else { return }
        problems.append(FieldProblem(code, at: path, message))
    }
}
