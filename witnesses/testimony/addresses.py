"""The addresses of testimony."""

from __future__ import annotations

from django.urls import path

from witnesses.testimony import interview_pages, lists, statement_pages, transcript_pages, translation_pages

urlpatterns = [
    path("testimony/", lists.testimony, name="testimony"),
    path("testimony/new/", statement_pages.take, name="statement_new"),
    path("testimony/tasks/", lists.tasks, name="testimony_tasks"),
    path("testimony/about/<str:ref>/", lists.testimony_about, name="testimony_about"),
    path("testimony/interviews/new/", interview_pages.schedule, name="interview_new"),
    path("testimony/interviews/<str:ref>/", interview_pages.interview, name="interview"),
    path("testimony/interviews/<str:ref>/change/", interview_pages.change, name="interview_change"),
    path("testimony/interviews/<str:ref>/transcribe/", interview_pages.transcribe, name="transcript_new"),
    path("testimony/interviews/<str:ref>/steps/<str:verb>/", interview_pages.step, name="interview_step"),
    path("testimony/transcripts/<str:ref>/", transcript_pages.transcript, name="transcript"),
    path("testimony/transcripts/<str:ref>/write/", transcript_pages.write, name="transcript_write"),
    path("testimony/transcripts/<str:ref>/steps/<str:verb>/", transcript_pages.step, name="transcript_step"),
    path("testimony/translations/<str:ref>/", translation_pages.translation, name="translation"),
    path("testimony/translations/<str:ref>/write/", translation_pages.write, name="translation_write"),
    path("testimony/translations/<str:ref>/steps/<str:verb>/", translation_pages.step, name="translation_step"),
    path("testimony/<str:ref>/", statement_pages.statement, name="statement"),
    path("testimony/<str:ref>/write/", statement_pages.write, name="statement_write"),
    path("testimony/<str:ref>/differences/", statement_pages.differences, name="statement_differences"),
    path("testimony/<str:ref>/print/", statement_pages.print_view, name="statement_print"),
    path("testimony/<str:ref>/translate/", translation_pages.begin, name="translation_new"),
    path("testimony/<str:ref>/steps/<str:verb>/", statement_pages.step, name="statement_step"),
]
