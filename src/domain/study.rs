//! Studying alone: what to do next and why, and a plan for the week.
//!
//! Nothing is kept: both are computed from what the person has marked and answered, so that they are never stale.
//!
//! # What comes next
//!
//! [`what_next`] offers one thing and says why; up to [`MOST_ALTERNATIVES`] others stand below it. In this order:
//!
//! 1. **An attempt whose time is running**, the one with the least time first: it is the only thing that is lost by
//!    waiting.
//! 2. **The questions of today.** What is due is being forgotten: an answer now is worth more than one next week, it takes
//!    minutes, and what is recalled first helps what is read after it. Only [`Queue::today`](super::review::Queue::today) is asked for, a handful and
//!    less after a pause; what else is due is not held against anybody and not named.
//! 3. **An attempt without a limit**, as long as no section was marked since: it is half done, and its explanations wait.
//! 4. **The quiz of the module that was read last**, once the module is finished: recalling soon after reading shows what
//!    stuck while the text is still at hand.
//! 5. **The next section**, as [`Progress::next`](super::progress::Progress::next) has it.
//! 6. **Attempts and quizzes that were passed by.** Who read on past one has chosen to: the way forward is not barred,
//!    and the choice stays.
//! 7. **An open decision.** A wizard often waits for something that has to be found out at work, and its answers do not
//!    run away; so it never stands before the text, and is asked for when the text is done.
//! 8. **An optional section**, when all that counts is done.
//! 9. **Nothing more today**: everything is done, with the day of the next question. There is always this one, so nobody
//!    meets an empty page.
//!
//! Of each of these only the first is offered, so that five open quizzes do not hide the text; attempts whose time runs are
//! all offered. The next section is never cut from the list.
//!
//! # The week
//!
//! [`week()`] says what fits into the minutes that a person has on each day: questions first, then sections in their order.

use super::question::Place;
use super::quiz::State;
use super::review::Day;
use super::time::Millis;

mod minutes;
mod next;
mod week;
mod words;

pub use minutes::{SECONDS_A_QUESTION, seconds_a_question, spread};
pub use next::{MOST_ALTERNATIVES, Standing, what_next};
pub use week::{Ahead, DAYS, DayPlan, Item, LONGEST_LOOK, WeekPlan, due_by_day, week};

/// An attempt that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAttempt {
    /// The quiz's id.
    pub quiz: String,
    /// The quiz's title as plain text.
    pub title: String,
    /// Where the attempt stands; one whose time is over or that is handed in is not offered.
    pub state: State,
    /// Questions that were answered.
    pub answered: usize,
    /// All its questions.
    pub of: usize,
    /// When something was answered last, or when it began.
    pub touched: Millis,
}

/// A module's quiz that the person has never begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuiz {
    /// The quiz's id.
    pub quiz: String,
    /// The module's id.
    pub module: String,
    /// How many questions it asks.
    pub questions: usize,
}

/// What can be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// To go on with an attempt at this quiz.
    Attempt {
        /// The quiz's id.
        quiz: String,
    },
    /// To answer the questions of today.
    Reviews {
        /// How many they are.
        questions: usize,
    },
    /// To begin this quiz.
    Quiz {
        /// The quiz's id.
        quiz: String,
    },
    /// To read this section.
    Section {
        /// Which.
        place: Place,
    },
    /// To go on with a wizard.
    Decision {
        /// Its name as it was given.
        name: String,
    },
    /// Nothing more today.
    Done {
        /// The day on which a question comes back, if one does.
        next: Option<Day>,
    },
}

/// Something to do, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub step: Step,
    /// Why, in one plain sentence with its figures.
    pub why: String,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What comes first.
    pub step: Step,
    /// Why that, in one plain sentence with its figures.
    pub why: String,
    /// What else there is, in order, [`MOST_ALTERNATIVES`] at most.
    pub alternatives: Vec<Offer>,
}
