//! What a fix and the fence around a home tell.

use doorstep_core::geo;

use super::{Words, words};

words! {
    /// What the fence around a home answers.
    FencePlace = geo::Place as text {
        /// In the fence.
        Inside,
        /// Beyond it.
        Outside,
        /// Too near the edge for the fix's accuracy.
        Uncertain,
        /// No fix, no accuracy or no fence.
        Unknown,
    }

    /// Why a fence has no answer.
    WhyUnknown = geo::WhyUnknown as text {
        /// The visit has no fix.
        NoFix,
        /// The fix does not say how well it is known.
        NoAccuracy,
        /// Nobody has recorded where the home lies.
        NoPlace,
        /// The tenant's radius makes no fence.
        NoFence,
        /// The visit was not made at the home, or not there and then.
        NotAtHome,
    }

    /// Why a fix's accuracy says nothing.
    UnknownAccuracy = geo::UnknownAccuracy as reason {
        /// The source gave none.
        NotGiven,
        /// NaN or infinite.
        NotANumber,
        /// Zero or less: Apple's sign of an invalid fix, some receivers' empty answer.
        NotPositive,
    }

    /// Something that speaks against a fix, or that a manager should know of it.
    FixFlag = geo::FixFlag as text {
        /// From a mock provider: a fraud, or an honest external receiver.
        Mock,
        /// Simulated by software.
        Simulated,
        /// From an external receiver.
        Accessory,
        /// Taken more than two minutes before the visit began.
        Old,
        /// The phone's clock is more than five minutes off GPS time.
        ClockFarFromGps,
        /// The source gave no accuracy.
        NoAccuracy,
        /// The way from the visit before was too fast for one person.
        ImpossibleSpeed,
    }
}
