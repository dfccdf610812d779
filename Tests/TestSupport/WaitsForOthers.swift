import Dispatch
package import Testing

/// Runs the tests of a suite on threads of their own, a few at a time.
///
/// The tests of all other suites compute, and share as many threads as there are processors. A test that waits between
/// two steps would have to stand in line behind all of them again with each step.
package struct WaitsForOthers: TestTrait, SuiteTrait, TestScoping {
  package var isRecursive: Bool { true }

  package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { self }

  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(WaitingThreads.shared) {
      // Where a test and its suite both say that they wait, one turn is enough.
      guard testCase != nil, !Turns.isOurs else { return try await function() }
      await Turns.shared.take()
      defer { Turns.shared.giveBack() }
      try await Turns.$isOurs.withValue(true) { try await function() }
    }
  }
}

extension Trait where Self == WaitsForOthers {
  /// For tests that wait: for programs that they run, for what comes out of a pipe, for time to pass.
  package static var waitsForOthers: Self { Self() }
}

/// Lets time pass.
///
/// Unlike with `Task.sleep`, what comes then stands in no line behind tests that compute.
package func pause(_ duration: Duration) async {
  let (seconds, attoseconds) = duration.components
  let time = DispatchTime.now() + Double(seconds) + Double(attoseconds) * 1e-18
  await withCheckedContinuation { continuation in
    clock.asyncAfter(deadline: time) { continuation.resume() }
  }
}

private let clock = DispatchQueue(label: "clock")
