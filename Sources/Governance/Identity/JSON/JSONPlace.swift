import JSONText

/// A value in an object's JSON, with the way to it and the list that its problems go to.
struct JSONPlace {
    let value: JSONValue
    let path: String
    let problems: ProblemList

    func report(_ code: FieldProblem.Code, _ message: String) { problems.report(code, at: path, message) }

    /// Tells that something else should stand here.
    func reportType(_ expected: String) { report(.wrongType, "must be \(expected), not \(value.kind)") }

    func element(_ index: Int, _ value: JSONValue) -> JSONPlace {
        JSONPlace(value: value, path: "\(path)[\(index)]", problems: problems)
    }

    func member(_ name: String, _ value: JSONValue) -> JSONPlace {
        JSONPlace(value: value, path: path.isEmpty ? name : "\(path).\(name)", problems: problems)
    }
}
