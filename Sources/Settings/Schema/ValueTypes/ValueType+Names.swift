extension ValueType<String> {
    /// The name of a declared team.
    static let team = declared("team", .key) { name, place, reading in
        if !reading.declaredTeams.contains(name) { reading.reportUnknownTeam(name, at: place) }
    }

    /// The name of a declared project.
    static let project = declared("project", .key) { name, place, reading in
        guard !reading.declaredProjects.contains(name) else { return }
        let help = reading.declaredProjects.help(for: name, none: "there are no `projects`")
        reading.report(.unknownProject, at: place, "no such project is declared\(help)")
    }

    /// The name of a declared user.
    static let user = declared("user", .user) { name, place, reading in
        guard !reading.declaredUsers.contains(name) else { return }
        let help = reading.declaredUsers.help(for: name, none: "there are no `users`")
        reading.report(.unknownUser, at: place, "no such user is declared\(help)")
    }

    /// The name of a declared provider.
    static let provider = declared("provider", .provider) { name, place, reading in
        guard !reading.declaredProviders.contains(name) else { return }
        let help = reading.declaredProviders.help(for: name)
        reading.report(.unknownProvider, at: place, "no such provider is declared\(help)")
    }

    /// The name of a declared guardrail.
    static let guardrail = declared("guardrail", .guardrail) { name, place, reading in
        guard !reading.declaredGuardrails.contains(name) else { return }
        let help = reading.declaredGuardrails.help(for: name, none: "there are no `guardrails`")
        reading.report(.unknownGuardrail, at: place, "no such guardrail is declared\(help)")
    }

    /// - Parameter check: reports a name that is not declared.
    private static func declared(
        _ words: String,
        _ rule: NameRule,
        check: @escaping @Sendable (String, Located, Reading) -> Void
    ) -> ValueType {
        ValueType(.text(words: words, pattern: rule.pattern)) { place, reading in
            guard let name = ValueType.name(rule).read(place, reading) else { return nil }
            let before = reading.problems.count
            check(name, place, reading)
            return reading.problems.count == before ? name : nil
        }
    }
}

extension Reading {
    /// - Parameter name: what the document says, with variables filled in; not shown.
    func reportUnknownTeam(_ name: String, at place: Located) {
        let help = declaredTeams.help(for: name, none: "there are no `teams`")
        report(.unknownTeam, at: place, "no such team is declared\(help)")
    }
}
