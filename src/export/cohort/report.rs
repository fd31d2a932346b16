//! The tables of a report, in which there is no person.

use super::{Cell, Table, kind, row};
use crate::domain::analysis::Size;
use crate::domain::question::Place;
use crate::domain::understood::{Count, QuestionUnderstood, Range, Report, Sight};

kind! {
    /// How many have done each section.
    SECTION_PROGRESS "section_progress" "A section, in the workshop's order."
    "module" "The module's id.",
    "section" "The section's id.",
    "people" "People in the cohort.",
    "done" "How many have done it; empty when they, or the others, are fewer than five.",
}

kind! {
    /// The questions.
    QUESTIONS "report_questions" "A question that was asked, in the workshop's order; by each person's first answer."
    "question" "The question's id.",
    "revision" "The last wording of those with the same key.",
    "module" "The module of the section that teaches it.",
    "section" "The section that teaches it.",
    "people" "People who were asked.",
    "right" "How many had everything right.",
    "partly" "How many had something right.",
    "wrong" "How many had nothing right, or did not answer.",
    "facility_low" "The mean mark, from 0 to 1: no less than this.",
    "facility_high" "No more than this; the same where it is exact.",
    "guess" "What chance alone earns.",
    "above_guessing_low" "The facility above chance: 0 for guessing, 1 for all right; no less than this.",
    "above_guessing_high" "No more than this.",
    "spread" "The standard deviation of the marks.",
    "discrimination" "The correlation with the rest of the quiz, from -1 to 1.",
    "efficiency" "How much of the discrimination that was possible was reached, 1 at most.",
    "seconds_lower" "A quarter of the people took no longer, in seconds.",
    "seconds_median" "Half of them took no longer.",
    "seconds_upper" "Three quarters took no longer.",
    "hinted" "How many took a hint.",
    "said_how_sure" "How many said how sure they were.",
    "sure_and_wrong" "How many of them were sure and had less than the full mark.",
    "sure_and_wrong_share" "Their share, from 0 to 1.",
    "advice" "What to do, with spaces between: `look-at-key`, `look-at-question`, and one of `reteach`, `guessed`, `discuss`, `short-look`, `go-on`.",
    "caution" "Whether fewer than thirty people were asked.",
}

kind! {
    /// What was answered to them.
    OPTIONS "report_options" "Something that was answered to a question, the most frequent first, hidden ones last."
    "question" "The question's id.",
    "revision" "As in the questions.",
    "option" "Its key: an option's, `true`, `right`, `typical-1`, `other`, `gap-1`, `none` for no answer.",
    "says" "What it says.",
    "right" "Whether it is right.",
    "misconception" "The misconception that it stands for.",
    "people" "How many answered so.",
    "share" "Their share of all who were asked.",
    "rest" "Their mean mark in the rest of the quiz.",
}

kind! {
    /// The sections.
    SECTIONS "report_sections" "A section with questions, in the workshop's order."
    "module" "The module's id.",
    "section" "The section's id.",
    "questions" "Questions on it that were asked.",
    "people" "People who were asked one of them.",
    "facility_low" "The mean of their facilities, each as often as it was asked: no less than this.",
    "facility_high" "No more than this.",
    "guess" "What chance alone earns in them.",
    "hardest" "The question to look at first.",
    "caution" "Whether they are fewer than thirty people.",
}

kind! {
    /// The quizzes.
    QUIZZES "report_quizzes" "A quiz, in the workshop's order."
    "quiz" "The quiz's id.",
    "questions" "Questions that were asked.",
    "people" "People who were asked all of them.",
    "mean_low" "The mean share of the whole by first answers, from 0 to 1: no less than this.",
    "mean_high" "No more than this.",
    "consistency" "Cronbach's alpha: good from 0.75, poor below 0.64.",
    "standard_error" "The standard error of one person's share.",
    "caution" "Whether they are fewer than thirty people.",
}

kind! {
    /// What was learnt.
    LEARNT "report_learnt" "Two tests that were taken by the same people: a quiz for the first and the last time, or two quizzes."
    "before" "The id of the quiz before.",
    "after" "The id of the quiz after.",
    "people" "People who took both.",
    "only_one" "People who took only one.",
    "mean_before" "Their mean share before, from 0 to 1.",
    "mean_after" "Their mean share after.",
    "difference" "The mean of each person's difference.",
    "interval_low" "Its 95 % confidence range begins here.",
    "interval_high" "It ends here.",
    "normalized" "The share of what could be learnt.",
    "caution" "Whether they are fewer than thirty people.",
}

kind! {
    /// What was decided.
    WAYS "report_decisions" "An outcome of a wizard, and then each answer of those who came to it; by the wizards' ids."
    "wizard" "The wizard's id.",
    "decided" "People who began to decide.",
    "outcome" "The outcome's id; empty for what is not settled.",
    "people" "How many came to it.",
    "question" "A question that they answered; empty in the row of the outcome itself.",
    "option" "An answer that they gave.",
    "chosen" "How many of them gave it.",
    "caution" "Whether fewer than thirty people began to decide.",
}

kind! {
    /// What was misunderstood.
    MISCONCEPTIONS "report_misconceptions" "A misconception that showed, the most frequent first."
    "misconception" "Its name, as its author wrote it.",
    "people" "The most people who showed it in a first answer to one question.",
}

/// A section, and how many have done it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDone {
    /// The section.
    pub place: Place,
    /// How many.
    pub done: usize,
}

/// A cohort whose people are not known: counts, and nothing else.
#[derive(Debug, Clone)]
pub struct Anonymous {
    report: Report,
    people: usize,
    sections: Vec<SectionDone>,
}

impl Anonymous {
    /// A cohort of so many people. None when the report is one that shows single people.
    #[must_use]
    pub fn of(report: Report, people: usize, sections: Vec<SectionDone>) -> Option<Self> {
        (report.sight == Sight::Groups).then_some(Self { report, people, sections })
    }

    /// How many have done each section.
    #[must_use]
    pub fn section_progress(&self) -> Table<'_> {
        let row = |section: &SectionDone| {
            row![
                section.place.module.as_str(),
                section.place.section.as_str(),
                Count::part(self.people, self.people, Sight::Groups),
                Count::part(section.done, self.people, Sight::Groups),
            ]
        };
        Table::new(&SECTION_PROGRESS, self.sections.iter().map(row))
    }

    /// The tables of its report.
    #[must_use]
    pub fn report(&self) -> [Table<'_>; 7] {
        report(&self.report)
    }
}

/// The tables of a report: questions, options, sections, quizzes, what was learnt, decisions, misconceptions.
#[must_use]
pub fn report(report: &Report) -> [Table<'_>; 7] {
    let mut questions: Vec<&QuestionUnderstood> = report.questions.iter().collect();
    questions.sort_by_key(|question| question.at);
    let caution = |size: Size| size != Size::Enough;
    let options = questions.clone().into_iter().flat_map(|question| {
        question.picked.iter().map(|option| {
            row![
                question.id.as_str(),
                Cell::Whole(question.revision),
                option.key.as_str(),
                option.say.as_str(),
                option.right,
                option.misconception.as_deref(),
                option.people,
                option.share,
                option.rest,
            ]
        })
    });
    let sections = report.sections.iter().map(move |section| {
        row![
            section.place.module.as_str(),
            section.place.section.as_str(),
            section.questions,
            section.people,
            section.facility.map(|facility| facility.low),
            section.facility.map(|facility| facility.high),
            section.guess,
            section.hardest.as_deref(),
            caution(section.size),
        ]
    });
    let quizzes = report.quizzes.iter().map(move |quiz| {
        row![
            quiz.id.as_str(),
            quiz.questions,
            quiz.people,
            quiz.mean.map(|mean| mean.low),
            quiz.mean.map(|mean| mean.high),
            quiz.consistency,
            quiz.standard_error,
            caution(quiz.size),
        ]
    });
    let learnt = report.learnt.iter().map(move |learnt| {
        row![
            learnt.before.as_str(),
            learnt.after.as_str(),
            learnt.people,
            learnt.only_one,
            learnt.mean_before,
            learnt.mean_after,
            learnt.difference,
            learnt.interval.map(|interval| interval.low),
            learnt.interval.map(|interval| interval.high),
            learnt.normalized,
            caution(learnt.size),
        ]
    });
    let misconceptions = report.misconceptions.iter().map(|(what, people)| row![what.as_str(), *people]);
    [
        Table::new(&QUESTIONS, questions.into_iter().map(question_row)),
        Table::new(&OPTIONS, options),
        Table::new(&SECTIONS, sections),
        Table::new(&QUIZZES, quizzes),
        Table::new(&LEARNT, learnt),
        Table::new(&WAYS, ways(report).into_iter()),
        Table::new(&MISCONCEPTIONS, misconceptions),
    ]
}

fn question_row(question: &QuestionUnderstood) -> Vec<Cell> {
    let low = |range: Option<Range>| range.map(|range| range.low);
    let high = |range: Option<Range>| range.map(|range| range.high);
    let advice: Vec<&str> = question.advice.iter().map(crate::domain::understood::Advice::id).collect();
    row![
        question.id.as_str(),
        Cell::Whole(question.revision),
        question.place.module.as_str(),
        question.place.section.as_str(),
        question.people,
        question.verdicts.right,
        question.verdicts.partly,
        question.verdicts.wrong,
        low(question.facility),
        high(question.facility),
        question.guess,
        low(question.above_guessing),
        high(question.above_guessing),
        question.spread,
        question.discrimination,
        question.efficiency,
        question.pace.map(|pace| pace.lower),
        question.pace.map(|pace| pace.median),
        question.pace.map(|pace| pace.upper),
        question.hinted,
        question.certain.map(|certain| certain.people),
        question.certain.map(|certain| certain.sure_and_wrong),
        question.certain.and_then(|certain| certain.share),
        advice.join(" ").as_str(),
        question.size != Size::Enough,
    ]
}

fn ways(report: &Report) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for decided in &report.decisions {
        for way in &decided.ways {
            let mut add = |question: Option<&str>, option: Option<&str>, chosen: Option<Count>| {
                rows.push(row![
                    decided.wizard.as_str(),
                    decided.people,
                    way.outcome.as_deref(),
                    way.people,
                    question,
                    option,
                    chosen,
                    decided.size != Size::Enough,
                ]);
            };
            add(None, None, None);
            for (question, options) in &way.answers {
                for (option, chosen) in options {
                    add(Some(question), Some(option), Some(*chosen));
                }
            }
        }
    }
    rows
}
