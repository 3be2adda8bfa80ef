import GuardAdapters
import Guardrails

extension AdapterVerdict {
    /// What a service has found, as the findings of one guardrail.
    /// - Parameters:
    ///   - texts: those that it was asked about.
    ///   - name: the guardrail's name.
    /// - Returns: for each text its findings; what is about all of them is a finding in the last one.
    func findings(in texts: [[UInt8]], named name: String) -> [[Finding]] {
        var found = texts.indices.map { index in
            index < self.texts.count ? self.texts[index].findings : []
        }
        // Most services say which text they mean.
        if let category, !found.contains(where: { $0.contains { $0.type == category } }), let last = found.indices.last
        {
            found[last].append(Finding(type: category, range: 0..<texts[last].count, score: 1, rule: "verdict"))
        }
        for index in found.indices {
            for place in found[index].indices { found[index][place].rule = "\(name):\(found[index][place].rule)" }
        }
        return found
    }
}
