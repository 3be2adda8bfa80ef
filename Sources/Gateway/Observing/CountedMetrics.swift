import Routing
import Telemetry

/// What has been counted, put under its names.
struct CountedMetrics {
    let counts: MetricCounts
    /// What each place of a target is.
    let names: [TargetID]
    /// What each place of a team is.
    let teams: [String]
    /// What each place of a guardrail is.
    let guards: [String]

    private typealias Slot = MetricCounts.TargetSlot

    func collect(into page: inout MetricPage) {
        let exemplars = counts.exemplarsByHistogram()
        collectRequests(exemplars, into: &page)
        for target in counts.costs.indices where target < names.count {
            collect(names[target], target, exemplars, into: &page)
        }
        for (team, cost) in zip(teams, counts.teamCosts) where cost != 0 || !team.isEmpty {
            page.add(MetricCatalog.teamCost, .usd(attos: cost), team)
        }
        for surface in ObservedSurface.allCases {
            let buckets = HistogramBuckets.own
            let offset = MetricCounts.OwnSlot.overhead + surface.rawValue * buckets.slots
            let reading = HistogramReading(buckets, in: counts.own, at: offset)
            if !reading.isEmpty { page.add(MetricCatalog.overhead, .histogram(reading), surface.name) }
        }
        page.add(MetricCatalog.inFlight, .integer(counts.inFlight))
        page.add(MetricCatalog.openStreams, .integer(counts.openStreams))
        for (offset, result) in MetricCounts.cacheResults.enumerated() {
            page.add(MetricCatalog.cache, .count(counts.own[MetricCounts.OwnSlot.cache + offset]), result)
        }
        collectGuards(into: &page)
        let saved = MetricCounts.SavedSlot.self
        page.add(MetricCatalog.saved, .usd(attos: counts.saved[saved.exact.rawValue]), "exact")
        page.add(MetricCatalog.saved, .usd(attos: counts.saved[saved.semantic.rawValue]), "semantic")
        page.add(MetricCatalog.saved, .usd(attos: counts.saved[saved.prompt.rawValue]), "prompt-cache")
        page.add(MetricCatalog.promptCacheLoss, .usd(attos: counts.saved[saved.lost.rawValue]))
        let lag = HistogramReading(.lag, in: counts.own, at: MetricCounts.OwnSlot.lag)
        page.add(MetricCatalog.loopLag, .histogram(lag))
        // Neither the place of requests for which nobody was asked, nor those of everything else of a provider.
        let count = names.dropFirst().count { $0.model != MetricCatalog.other }
        page.add(MetricCatalog.targetSeries, .integer(count))
    }

    private func collectGuards(into page: inout MetricPage) {
        page.add(MetricCatalog.guardKnownTexts, .count(counts.own[MetricCounts.OwnSlot.knownTexts]))
        for (series, name) in guards.enumerated() {
            counts.forEachGuardResult(of: series) { stage, result, count in
                page.add(MetricCatalog.guardResults, .count(count), name, stage, result)
            }
            let failures = counts.guardFailures(of: series)
            // Of each guardrail that has been counted, so that the first failure is seen as a rise.
            if failures > 0 || series != GuardSeries.other {
                page.add(MetricCatalog.guardFailures, .count(failures), name)
            }
        }
    }

    private func collectRequests(
        _ exemplars: [MetricCounts.ExemplarPlace: [Int: Exemplar]],
        into page: inout MetricPage
    ) {
        counts.forEachBlock { target, surface, slots in
            guard target < names.count else { return }
            let (id, slots) = (names[target], Array(slots))
            for (index, status) in ObservedStatus.names.enumerated() where slots[index] > 0 {
                page.add(
                    MetricCatalog.requests,
                    .count(slots[index]),
                    labels: [surface.name, id.provider, id.model, status]
                )
            }
            let reading = HistogramReading(
                .requests,
                in: slots,
                at: MetricCounts.SurfaceSlot.duration,
                exemplars: exemplars[place(.duration, target, surface.rawValue)] ?? [:]
            )
            guard !reading.isEmpty else { return }
            page.add(MetricCatalog.requestSeconds, .histogram(reading), surface.name, id.provider, id.model)
        }
    }

    private func collect(
        _ id: TargetID,
        _ target: Int,
        _ exemplars: [MetricCounts.ExemplarPlace: [Int: Exemplar]],
        into page: inout MetricPage
    ) {
        let slots = Array(counts.slots(of: target))
        guard target != TargetSeries.nobody, counts.costs[target] != 0 || slots.contains(where: { $0 > 0 }) else {
            return
        }
        for (offset, name) in MetricCounts.tokenClasses.enumerated() where slots[Slot.tokens + offset] > 0 {
            page.add(MetricCatalog.tokens, .count(slots[Slot.tokens + offset]), id.provider, id.model, name)
        }
        page.add(MetricCatalog.cost, .usd(attos: counts.costs[target]), id.provider, id.model)
        for (offset, reason) in AttemptReason.names.enumerated() where slots[Slot.attempts + offset] > 0 {
            page.add(MetricCatalog.attempts, .count(slots[Slot.attempts + offset]), id.provider, id.model, reason)
        }
        page.add(MetricCatalog.retries, .count(slots[Slot.retries]), id.provider, id.model)
        page.add(MetricCatalog.fallbacks, .count(slots[Slot.fallbacks]), id.provider, id.model)
        page.add(MetricCatalog.brokenAnswers, .count(slots[Slot.broken]), id.provider, id.model)
        page.add(MetricCatalog.unknownPrice, .count(slots[Slot.unpriced]), id.provider, id.model)
        let firstToken = HistogramReading(
            .firstTokens,
            in: slots,
            at: Slot.firstToken,
            exemplars: exemplars[place(.firstToken, target, 0)] ?? [:]
        )
        if !firstToken.isEmpty {
            page.add(MetricCatalog.timeToFirstToken, .histogram(firstToken), id.provider, id.model)
        }
        let gap = HistogramReading(.gaps, in: slots, at: Slot.gap)
        if !gap.isEmpty { page.add(MetricCatalog.interTokenGap, .histogram(gap), id.provider, id.model) }
    }

    private func place(
        _ family: MetricCounts.ExemplarPlace.Family,
        _ target: Int,
        _ surface: Int
    ) -> MetricCounts.ExemplarPlace {
        MetricCounts.ExemplarPlace(family: family, target: target, surface: surface, bucket: 0)
    }
}
