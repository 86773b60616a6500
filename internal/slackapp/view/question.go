package view

// QuestionGone stands in the place of a question whose words are known no more.
const QuestionGone = "This question is no longer among those that I ask."
