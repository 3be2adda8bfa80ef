public import JSONText

extension Entity {
    /// Makes an object from what a caller of the admin API sends.
    /// - Parameters:
    ///   - body: the members that callers may set; those of ``readOnlyMembers`` are refused.
    ///   - stamped: the members that the gateway sets: times, version, source, and what the kind has beside them.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public static func create(from body: JSONValue, stamped: JSONObject) throws(InvalidEntity) -> Self {
        guard case .object(var object) = body else {
            throw InvalidEntity([FieldProblem(.wrongType, at: "", "must be an object, not \(body.kind)")])
        }
        var problems: [FieldProblem] = []
        for name in readOnlyMembers.sorted() where object[name] != nil && stamped[name] != object[name] {
            problems.append(FieldProblem(.readOnly, at: name, "is set by the gateway"))
        }
        for member in stamped { object[member.name] = member.value }
        return try read(.object(object), problems)
    }

    /// Changes an object by a JSON merge patch (RFC 7396): members that the patch gives replace what is there, objects
    /// are merged, `null` takes away. The patch may repeat members that only the gateway sets, with the values they have.
    /// - Parameters:
    ///   - patch: the changes.
    ///   - now: the time, for the notes.
    /// - Returns: the changed object with its next version; this very object where the patch changes nothing.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public func patched(by patch: JSONValue, at now: Timestamp) throws(InvalidEntity) -> Self {
        guard case .object(let changes) = patch else {
            throw InvalidEntity([FieldProblem(.wrongType, at: "", "a merge patch must be an object, not \(patch.kind)")]
            )
        }
        let current = json(masked: false)
        var problems: [FieldProblem] = []
        if let name = changes.firstDuplicate { problems.append(FieldProblem(.duplicate, at: name, "stands twice")) }
        for name in Self.readOnlyMembers.sorted() where changes[name] != nil && changes[name] != current[name] {
            problems.append(FieldProblem(.readOnly, at: name, "is set by the gateway"))
        }
        var changed = try Self.read(current.merged(with: patch), problems)
        if changed == self { return self }
        changed.revision = revision.next(at: now)
        return changed
    }

    private static func read(_ json: JSONValue, _ problems: [FieldProblem]) throws(InvalidEntity) -> Self {
        let entity: Self
        do throws(InvalidEntity) {
            entity = try Self(json: json)
        } catch {
            // The members that may not be set are told of once, not a second time for what they hold.
            let told = Set(problems.map(\.path))
            throw InvalidEntity(
                problems
                    + error.problems.filter { problem in
                        let member = problem.path.prefix { $0 != "." && $0 != "[" }
                        return !told.contains(String(member))
                    }
            )
        }
        guard problems.isEmpty else { throw InvalidEntity(problems) }
        return entity
    }
}
