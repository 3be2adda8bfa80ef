import ModelAPI
import Routing
import Settings

extension PlanExplanation: CustomStringConvertible {
    /// The explanation for people, several lines.
    public var description: String {
        var lines = heading
        lines += ["", "Order" + (isByChance ? " (drawn by chance: another request may go elsewhere)" : "")]
        for (index, place) in order.enumerated() { lines += Self.lines(place, number: index + 1, surface) }
        if order.isEmpty { lines.append("  nobody") }
        if !skipped.isEmpty {
            lines += ["", "Skipped"] + skipped.map { "  \($0.target): \($0.reason)" }
        }
        lines += ["", "Policies"]
        for policies in policies { lines += Self.lines(policies, hasSideEffects: hasSideEffects) }
        lines += whole
        lines += ["", "As for a gateway that has just started: nothing is known yet of health, speed and load."]
        if let refusal { lines += ["", "Nobody can be asked: \(refusal.status) \(refusal.code): \(refusal.message)"] }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: - Parts

    private var heading: [String] {
        var lines = ["\(model) (\(surface.rawValue), \(isStream ? "stream" : "whole answer"))"]
        var caller = key.map { "key \($0)" } ?? "no key"
        if let team { caller += ", team \(team)" }
        if let regions { caller += "; regions \(regions.isEmpty ? "none" : regions.joined(separator: ", "))" }
        if lacksKey { caller += "; the gateway would refuse this with 401, shown as for a key without limits" }
        lines.append(Self.line("caller", caller))
        lines.append(Self.line("prompt", "about \(inputTokens) tokens"))
        if !ownFallbacks.isEmpty {
            let names = ownFallbacks.joined(separator: ", ")
            lines.append(Self.line("asks for", "\(names) behind the model's own targets"))
        }
        return lines
    }

    private static func lines(_ place: Place, number: Int, _ surface: DialectID) -> [String] {
        var lines = ["  \(number). \(place.target)"]
        lines += place.decisions.map { "       \($0)" }
        let isSame = place.dialect == surface
        var facts = ["speaks \(place.dialect.rawValue): \(isSame ? "passed through" : "translated")"]
        if let region = place.region { facts.append("region \(region)") }
        if place.credentials.count > 1 {
            facts.append("\(place.credentials.count) credentials: \(place.credentials.joined(separator: ", "))")
        }
        if let window = place.contextWindow { facts.append("takes \(window) tokens") }
        if let most = place.maxConcurrent { facts.append("at most \(most) in flight") }
        lines.append("       " + facts.joined(separator: "; "))
        if let dropped = place.dropped { lines.append("       dropped on the way: \(dropped)") }
        if let obstacle = place.obstacle { lines.append("       passed over: \(obstacle)") }
        return lines
    }

    private static func lines(_ policies: Policies, hasSideEffects: Bool) -> [String] {
        var lines = ["  \(policies.model): \(policies.strategy.rawValue)" + (policies.sticky.map { " by \($0)" } ?? "")]
        func add(_ name: String, _ text: String) { lines.append("  " + line(name, text)) }
        add("ways", policies.ways.map(words).joined(separator: ", "))
        let retry = policies.retry
        add(
            "retry",
            "\(retry.attempts) \(retry.attempts == 1 ? "try" : "tries") of a target, waiting a random part of "
                + "\(DurationText.text(retry.initialBackoff)), doubled each time up to "
                + "\(DurationText.text(retry.maximumBackoff))"
        )
        add("on", retry.on.map(\.description).sorted().joined(separator: ", "))
        add(
            "timeout",
            "connect \(DurationText.text(policies.connect)), first byte \(DurationText.text(policies.firstByte)), "
                + "idle \(DurationText.text(policies.idle)), for each try"
        )
        let breaker = policies.breaker
        add(
            "breaker",
            "\(breaker.failures) failures in a row, or \(Figure.percent(breaker.failureShare)) of at least "
                + "\(breaker.minimumRequests) within \(DurationText.text(breaker.window)), set a target aside for "
                + "\(DurationText.text(breaker.openFor)); its share then grows for \(DurationText.text(breaker.rampUp))"
        )
        if let hedge = policies.hedge {
            add("hedge", words(hedge) + (hasSideEffects ? "; not this request, it has side effects" : ""))
        }
        if let rate = policies.leastRate { add("rate", "at least \(Figure(rate)) tokens a second") }
        if policies.isStrict { add("strict", "a target that cannot express the whole request is passed over") }
        return lines
    }

    private static func words(_ way: Policies.Way) -> String {
        guard let share = way.share else { return way.destination }
        return "\(way.destination) \(Figure.percent(share))" + (way.isRamping ? " for now, by schedule" : "")
    }

    private static func words(_ hedge: HedgePolicy) -> String {
        switch hedge {
        case .after(let delay): "a second copy after \(DurationText.text(delay)) without content"
        case .percentile95: "a second copy once it takes longer than 95 of 100 did"
        }
    }

    /// What counts for the request as a whole.
    private var whole: [String] {
        var lines = ["  the request as a whole"]
        func add(_ name: String, _ text: String) { lines.append("  " + Self.line(name, text)) }
        add("time", "\(DurationText.text(total)), all tries together")
        add(
            "budget",
            "retries and hedges of all models: \(Figure.percent(retryBudget.share)) of the live traffic, "
                + "\(retryBudget.floor) a second in any case"
        )
        if let mirror {
            let allowed = mirror.isAllowed ? "" : "; not of this one (side effects, or its regions)"
            add("mirror", "a copy of \(Figure.percent(mirror.share)) of the requests to \(mirror.target)\(allowed)")
        }
        if let first = order.first {
            for kind in FallbackKind.allCases {
                guard let targets = otherLists[kind] else { continue }
                let names = targets.map(\.description).joined(separator: ", ")
                add(kind == .contextWindow ? "too long" : "policy", "if \(first.target) refuses it for that: \(names)")
            }
        }
        return lines
    }

    private static func line(_ name: String, _ text: String) -> String {
        "  \(name)\(String(repeating: " ", count: max(1, 10 - name.utf8.count)))\(text)"
    }
}
